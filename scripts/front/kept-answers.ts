// Answers that a shared cache may hold (RFC 9111), kept in this process for as long as they say:
// what a CDN does elsewhere. A key is made once at a time, everybody else waits for it or has the
// one before; the number of bytes is bounded.

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string | readonly string[]])[];
  readonly body: Buffer;
}

interface Kept extends Answer {
  readonly atMs: number;
  readonly freshMs: number;
  readonly staleMs: number;
}

/** How long an answer may be given again; null where a shared cache must not hold it. */
export function lifeOf({
  status,
  headers,
}: Omit<Answer, 'body'>): { freshMs: number; staleMs: number } | null {
  const one = (name: string): string => {
    const value = headers.find(([given]) => given.toLowerCase() === name)?.[1];
    return typeof value === 'string' ? value : '';
  };
  const control = one('cache-control').toLowerCase();
  if (status !== 200 && status !== 404) return null;
  if (!/\bpublic\b/.test(control) || /\b(?:private|no-store|no-cache)\b/.test(control)) return null;
  if (headers.some(([name]) => /^(?:set-cookie|ratelimit|content-range)$/i.test(name))) return null;
  const seconds = (name: string): number =>
    Number(new RegExp(`\\b${name}=(\\d{1,9})`).exec(control)?.[1] ?? 0);
  const fresh = seconds('s-maxage');
  return fresh > 0
    ? { freshMs: fresh * 1000, staleMs: seconds('stale-while-revalidate') * 1000 }
    : null;
}

export interface KeptLimits {
  readonly totalBytes: number;
  readonly oneBytes: number;
}

export type Looked =
  | { readonly kind: 'kept'; readonly answer: Answer; readonly ageSeconds: number }
  /** Somebody is making it. */
  | { readonly kind: 'under-way'; readonly made: Promise<Answer | null> }
  /**
   * Whoever gets this makes it, and calls `done` in any case, with null for what must not be kept.
   */
  | { readonly kind: 'make'; done(answer: Answer | null): void };

export interface KeptAnswers {
  look(key: string, nowMs: number): Looked;
  /**
   * Forgets everything, also what is being made: something was taken off the board, or put onto it.
   */
  clear(): void;
  readonly bytes: number;
}

export function createKeptAnswers(
  { totalBytes, oneBytes }: KeptLimits,
  now: () => number,
): KeptAnswers {
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<Answer | null>>();
  let bytes = 0;
  let generation = 0;

  const forget = (key: string): void => {
    bytes -= kept.get(key)?.body.length ?? 0;
    kept.delete(key);
  };

  const keep = (key: string, answer: Answer): void => {
    const life = lifeOf(answer);
    forget(key);
    if (life === null || answer.body.length > oneBytes) return;
    kept.set(key, { ...answer, ...life, atMs: now() });
    bytes += answer.body.length;
    for (const oldest of kept.keys()) {
      if (bytes <= totalBytes) break;
      forget(oldest);
    }
  };

  return {
    look(key, nowMs) {
      const found = kept.get(key);
      const ageMs = found === undefined ? Number.POSITIVE_INFINITY : nowMs - found.atMs;
      const making = underWay.get(key);
      if (
        found !== undefined &&
        (ageMs < found.freshMs || (making !== undefined && ageMs < found.freshMs + found.staleMs))
      )
        return { kind: 'kept', answer: found, ageSeconds: Math.floor(ageMs / 1000) };
      if (making !== undefined) return { kind: 'under-way', made: making };
      const begun = generation;
      let finish: (answer: Answer | null) => void = () => {};
      const made = new Promise<Answer | null>((resolve) => {
        finish = resolve;
      });
      underWay.set(key, made);
      return {
        kind: 'make',
        done: (answer) => {
          const current = begun === generation;
          if (underWay.get(key) === made) underWay.delete(key);
          if (current && answer !== null) keep(key, answer);
          finish(current && answer !== null && lifeOf(answer) !== null ? answer : null);
        },
      };
    },
    clear() {
      generation += 1;
      kept.clear();
      underWay.clear();
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
  };
}
