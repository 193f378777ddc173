// A request that is sent again where no answer came, or the server is out of order for a while:
// only where sending it twice is the same as sending it once, and only as long as the stage
// (./stages) in which it is sent lasts. A run that was stored without an answer is stored once, and
// its answer is given then.

/** Publishing: the server tells the same run of the same challenge from another one. */
const SAME_TWICE: ReadonlySet<string> = new Set(['/api/v1/runs']);

/** Between tries, where the server does not say how long; a minute in all. */
const WAITS_MS: readonly number[] = [1_000, 2_000, 5_000, 10_000, 20_000, 20_000];
/** Whoever would wait longer than this is told so, and presses the button again. */
const LONGEST_WAIT_MS = 30_000;
/** What a try must have before its stage is over, else it is not begun. */
export const SHORTEST_TRY_MS = 10_000;

/** Bad gateway, out of order, no answer in time: of a server, or of a proxy in front of it. */
const FOR_A_WHILE: ReadonlySet<number> = new Set([502, 503, 504]);

/** What is the world's: waiting, sending, and a clock in milliseconds that never jumps. */
interface World {
  readonly wait: (ms: number) => Promise<void>;
  readonly ask: typeof fetch;
  readonly now: () => number;
}

const WORLD: World = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ask: (path, request) => fetch(path, request),
  now: () => performance.now(),
};

/** Milliseconds that the server asks to wait for; null where it does not say. */
function askedMs({ headers }: Response): number | null {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return seconds > 0 ? seconds * 1000 : null;
}

/**
 * The last answer of as many tries as `limitMs` has room for; at least one is made.
 * @throws whatever the last try threw.
 */
export async function fetchAgain(
  path: string,
  request: RequestInit,
  limitMs: number,
  { wait, ask, now }: World = WORLD,
): Promise<Response> {
  const last = now() + limitMs - SHORTEST_TRY_MS;
  for (const ms of SAME_TWICE.has(path) ? WAITS_MS : []) {
    const sent = ask(path, request);
    const answer = await sent.catch(() => null);
    if (answer !== null && !FOR_A_WHILE.has(answer.status)) return answer;
    const waitMs = Math.min((answer && askedMs(answer)) ?? ms, LONGEST_WAIT_MS);
    if (now() + waitMs > last) return sent;
    await wait(waitMs);
  }
  return ask(path, request);
}
