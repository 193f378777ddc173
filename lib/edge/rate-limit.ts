// How often one network may read, and one network and one submitter may write. A network is counted
// before a byte of the body is read, a key when the body has named it. Networks are known only by a
// keyed hash that changes every day (./network). Counting is one statement in Postgres. Pages and
// bytes have a budget before they come here (scripts/front/budget.ts).
import type { SiteSettings } from '../config/settings';
import type { Database } from '../db/client';
import { takesNoWrites } from '../db/outage';
import { type Counting, countRequests, uncountRequests } from '../db/rate-counts';
import { type Rejection, reject } from '../submission/rejection';
import { addressOf } from './client-address';
import { dailyNetworkHash } from './network';

const HOUR = 3600;
const MINUTE = 60;
const DAY = 24 * HOUR;

interface Limit {
  readonly network: number;
  /** Of what is written under a key. */
  readonly submitter?: number;
  readonly seconds: number;
}

/**
 * Requests in a window. A household or a class shares a network; a person measures a few times an
 * hour.
 */
const LIMITS = {
  /** A search asks at every pause in typing. */
  read: { network: 7200, seconds: HOUR },
  export: { network: 60, seconds: HOUR },
  /** A graph of thousands of steps, ranked over all devices. */
  predict: { network: 600, seconds: HOUR },
  challenge: { network: 600, submitter: 60, seconds: HOUR },
  run: { network: 600, submitter: 60, seconds: HOUR },
  /** Runs of many rows, besides: to read one takes as long as to answer the board ten times. */
  'large-run': { network: 4, seconds: MINUTE },
  /** Three requests make a proof, and a run has up to three on each of two backends. */
  proof: { network: 10_800, submitter: 1080, seconds: HOUR },
  /**
   * Proofs that were started and came to nothing: whoever waits for a kind draw runs out of starts.
   */
  unproven: { network: 200, seconds: DAY },
  withdrawal: { network: 600, submitter: 300, seconds: HOUR },
  /**
   * Slowed, and never locked out: whoever has forgotten a letter waits for a minute, and nobody
   * waits for others.
   */
  'sign-in': { network: 5, seconds: MINUTE },
  report: { network: 20, seconds: HOUR },
} as const satisfies Record<string, Limit>;
export type LimitedRequest = keyof typeof LIMITS;

/**
 * In a laboratory (`npm start -- --lab`) all load comes from one machine: limits must not decide
 * what is measured.
 */
const LAB_FACTOR = 1000;

/** A body of this many bytes is a large one; so is one that does not say how long it is. */
const LARGE_BYTES = 512 * 1024;

export interface Requester {
  readonly request: Request;
  readonly secret: string;
  readonly trustedProxies: number;
  readonly lab: boolean;
}

/** Who sends `request`, as far as is known before it is read. */
export const requesterOf = (
  request: Request,
  { secrets: [secret], trustedProxies, lab }: SiteSettings,
): Requester => ({
  request,
  secret,
  trustedProxies,
  lab,
});

export interface Counted {
  readonly rejection: Rejection | null;
  /**
   * What is left, as draft-ietf-httpapi-ratelimit-headers-10 has it; when refused, also when to
   * come back.
   */
  readonly headers: Record<string, string>;
}

/** What a request is counted by, and what its counts mean. */
export interface Limiting extends Counting {
  judge(counts: readonly number[]): Counted;
}

function limitingOf(
  kind: LimitedRequest,
  who: 'network' | 'submitter',
  key: string,
  lab: boolean,
): Limiting {
  const { seconds, ...limits }: Limit = LIMITS[kind];
  const quota = (limits[who] ?? 0) * (lab ? LAB_FACTOR : 1);
  const now = new Date();
  return {
    keys: [`${kind}/${who}/${key}`],
    windowSeconds: seconds,
    judge: ([count = 0]) => verdictOf({ who, quota, seconds, left: quota - count }, now),
  };
}

function networkLimiting(kind: LimitedRequest, requester: Requester): Limiting {
  const { request, secret, trustedProxies, lab } = requester;
  const network = dailyNetworkHash(addressOf(request, trustedProxies), secret, new Date());
  return limitingOf(kind, 'network', network, lab);
}

/** The limit on what is written under a key. */
export const keyLimiting = (kind: LimitedRequest, submitter: string, lab: boolean): Limiting =>
  limitingOf(kind, 'submitter', submitter, lab);

interface Quota {
  readonly who: string;
  readonly quota: number;
  readonly seconds: number;
  readonly left: number;
}

const WINDOW_WORDS: Readonly<Record<number, string>> = {
  [MINUTE]: 'a minute',
  [HOUR]: 'an hour',
  [DAY]: 'a day',
};

function verdictOf({ who, quota, seconds, left }: Quota, now: Date): Counted {
  const secondsLeft = seconds - (Math.floor(now.getTime() / 1000) % seconds);
  const words = `more than ${quota} in ${WINDOW_WORDS[seconds] ?? `${seconds} s`} from this ${who}`;
  return {
    rejection: left < 0 ? reject('too-many-requests', words) : null,
    headers: {
      'RateLimit-Policy': `"${who}";q=${quota};w=${seconds}`,
      RateLimit: `"${who}";r=${Math.max(left, 0)};t=${secondsLeft}`,
      ...(left < 0 && { 'Retry-After': String(secondsLeft) }),
    },
  };
}

/** What two counts leave, in one answer. */
export const joined = (
  one: Counted['headers'],
  other: Counted['headers'],
): Record<string, string> => {
  const list = (name: string): string =>
    [one[name], other[name]].filter((each) => each !== undefined).join(', ');
  return {
    ...one,
    ...other,
    'RateLimit-Policy': list('RateLimit-Policy'),
    RateLimit: list('RateLimit'),
  };
};

const count = async (db: Database, limiting: Limiting): Promise<Counted> =>
  limiting.judge(await countRequests(db, limiting));

/** Counts the request by its network; refused when that has had too many. */
export const countRequest = async (
  db: Database,
  kind: LimitedRequest,
  requester: Requester,
): Promise<Counted> => count(db, networkLimiting(kind, requester));

export type Reading = 'read' | 'export' | 'predict';

const UNCOUNTED: Counted = { rejection: null, headers: {} };

/** Counts a read. It is answered uncounted while the database takes no writes: exports are not. */
export async function countRead(
  db: Database,
  kind: Reading,
  requester: Requester,
): Promise<Counted> {
  try {
    return await countRequest(db, kind, requester);
  } catch (error) {
    if (kind !== 'export' && takesNoWrites(error)) return UNCOUNTED;
    throw error;
  }
}

/** Takes a request back that the network was counted for in this window. */
export const uncountRequest = async (
  db: Database,
  kind: LimitedRequest,
  requester: Requester,
): Promise<void> => uncountRequests(db, networkLimiting(kind, requester));

/** Counts a request by the key that its body names. */
export const countKey = (
  db: Database,
  kind: LimitedRequest,
  submitter: string,
  lab: boolean,
): Promise<Counted> => count(db, keyLimiting(kind, submitter, lab));

/** Counts a run by its network and, where it is large, by what the network sends of those. */
export async function countRun(db: Database, requester: Requester): Promise<Counted> {
  const counted = await countRequest(db, 'run', requester);
  const declared = Number(requester.request.headers.get('Content-Length') ?? Number.NaN);
  if (counted.rejection !== null || declared < LARGE_BYTES) return counted;
  const large = await countRequest(db, 'large-run', requester);
  return large.rejection === null ? counted : large;
}
