// How often one network and one submitter may write. Networks are known only by a keyed hash that changes every day
// (./network). Counting is one statement in Postgres.
import type { Database } from '../db/client';
import { countRequests } from '../db/rate-counts';
import { type Rejection, reject } from '../submission/rejection';
import { dailyNetworkHash } from './network';

const WINDOW_SECONDS = 3600;

/** Requests per hour. A household or a class shares a network; a person measures a few times an hour. */
const LIMITS = {
  challenge: { network: 600, submitter: 60 },
  run: { network: 600, submitter: 60 },
  /** Three requests make a proof, and a run has up to two. */
  proof: { network: 3600, submitter: 360 },
  withdrawal: { network: 600, submitter: 300 },
  'sign-in': { network: 20, submitter: 200 },
} as const;
export type LimitedRequest = keyof typeof LIMITS;

/** In a laboratory (`npm start -- --lab`) all load comes from one machine: limits must not decide what is measured. */
const LAB_FACTOR = 1000;

export interface Requester {
  readonly request: Request;
  readonly submitter: string;
  readonly secret: string;
  readonly lab: boolean;
}

/** Counts the request; a reason to refuse it when its network or its submitter has had too many. */
export async function overLimit(db: Database, kind: LimitedRequest, requester: Requester): Promise<Rejection | null> {
  const { request, submitter, secret, lab } = requester;
  const network = await dailyNetworkHash(request, secret, new Date());
  const limits = LIMITS[kind];
  const counts = await countRequests(
    db,
    [`${kind}/network/${network}`, `${kind}/submitter/${submitter}`],
    WINDOW_SECONDS,
  );
  const factor = lab ? LAB_FACTOR : 1;
  for (const [i, who] of (['network', 'submitter'] as const).entries()) {
    if (counts[i] > limits[who] * factor) {
      return reject('too-many-requests', `more than ${limits[who]} in an hour from this ${who}`);
    }
  }
  return null;
}
