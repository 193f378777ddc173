// How often one network may read, and one network and one submitter may write. Networks are known only by a keyed hash that
// changes every day (./network). Counting is one statement in Postgres.
import type { Database } from '../db/client';
import { type Counting, countRequests } from '../db/rate-counts';
import { type Rejection, reject } from '../submission/rejection';
import { dailyNetworkHash } from './network';

const WINDOW_SECONDS = 3600;

interface Limit {
  readonly network: number;
  /** Of what is written under a key. */
  readonly submitter?: number;
}

/** Requests per hour. A household or a class shares a network; a person measures a few times an hour. */
const LIMITS = {
  /** A search asks at every pause in typing. */
  read: { network: 7200 },
  export: { network: 60 },
  challenge: { network: 600, submitter: 60 },
  run: { network: 600, submitter: 60 },
  /** Three requests make a proof, and a run has up to three on each of two backends. */
  proof: { network: 10_800, submitter: 1080 },
  withdrawal: { network: 600, submitter: 300 },
  'sign-in': { network: 20, submitter: 200 },
} as const satisfies Record<string, Limit>;
export type LimitedRequest = keyof typeof LIMITS;

/** In a laboratory (`npm start -- --lab`) all load comes from one machine: limits must not decide what is measured. */
const LAB_FACTOR = 1000;

export interface Requester {
  readonly request: Request;
  /** Absent: the request names none. */
  readonly submitter?: string;
  readonly secret: string;
  readonly lab: boolean;
}

export interface Counted {
  readonly rejection: Rejection | null;
  /** What is left, as draft-ietf-httpapi-ratelimit-headers-10 has it; when refused, also when to come back. */
  readonly headers: Record<string, string>;
}

/** What a request is counted by, and what its counts mean. */
export interface Limiting extends Counting {
  judge(counts: readonly number[]): Counted;
}

export async function limitingOf(kind: LimitedRequest, requester: Requester): Promise<Limiting> {
  const { request, submitter, secret, lab } = requester;
  const now = new Date();
  const limits: Limit = LIMITS[kind];
  const keys = {
    network: await dailyNetworkHash(request, secret, now),
    ...(submitter !== undefined && { submitter }),
  };
  const quotas = Object.keys(keys).map((who) => ({
    who,
    quota: (who === 'network' ? limits.network : (limits.submitter ?? 0)) * (lab ? LAB_FACTOR : 1),
  }));
  return {
    keys: Object.entries(keys).map(([who, key]) => `${kind}/${who}/${key}`),
    windowSeconds: WINDOW_SECONDS,
    judge: (counts) =>
      verdictOf(
        quotas.map(({ who, quota }, i) => ({ who, quota, left: quota - (counts[i] ?? 0) })),
        now,
      ),
  };
}

interface Quota {
  readonly who: string;
  readonly quota: number;
  readonly left: number;
}

function verdictOf(quotas: readonly Quota[], now: Date): Counted {
  const secondsLeft = WINDOW_SECONDS - (Math.floor(now.getTime() / 1000) % WINDOW_SECONDS);
  const passed = quotas.find(({ left }) => left < 0);
  return {
    rejection:
      passed === undefined
        ? null
        : reject('too-many-requests', `more than ${passed.quota} in an hour from this ${passed.who}`),
    headers: {
      'RateLimit-Policy': quotas.map(({ who, quota }) => `"${who}";q=${quota};w=${WINDOW_SECONDS}`).join(', '),
      RateLimit: quotas.map(({ who, left }) => `"${who}";r=${Math.max(left, 0)};t=${secondsLeft}`).join(', '),
      ...(passed !== undefined && { 'Retry-After': String(secondsLeft) }),
    },
  };
}

/** Counts the request; refused when its network or its submitter has had too many. */
export async function countRequest(db: Database, kind: LimitedRequest, requester: Requester): Promise<Counted> {
  const limiting = await limitingOf(kind, requester);
  return limiting.judge(await countRequests(db, limiting));
}
