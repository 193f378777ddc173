// What stands behind a row of a board. Each kind of claim needs its own evidence: work that a proof
// can speak of is on a board only where it is attested, and ranked with three networks, each in a
// block of addresses of its own; of all other work three such networks have to agree. Until then a
// row is provisional: shown below the ranked ones, with what it lacks.
import { AGREEMENT } from './agreement';

export const NETWORKS_FOR_A_RANK = 3;

export const EVIDENCE = ['attested', 'agreed', 'provisional'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** What decides it. */
export interface Backing {
  /** Networks with a vote. */
  readonly networks: number;
  /** Whether a proof of work stands behind each of them (lib/submission/proven-share). */
  readonly provable: boolean;
  /** Blocks of addresses that they lie in. */
  readonly blocks: number;
  /** Blocks of those near the median. */
  readonly near: number;
  /** The same where they agree on it (./agreement), else 0. */
  readonly agreeing: number;
}

/**
 * Also decided in SQL, see lib/db/ranked-keys. Where nothing can be proved, three keys of one
 * person would make a rank.
 */
export function evidenceOf({ networks, provable, blocks, agreeing }: Backing): Evidence {
  if (networks < NETWORKS_FOR_A_RANK) return 'provisional';
  if (provable && blocks >= NETWORKS_FOR_A_RANK) return 'attested';
  return !provable && agreeing > 0 ? 'agreed' : 'provisional';
}

/** How many of the networks that a row needs it has. */
const supportOf = ({ networks, provable, blocks, near }: Omit<Backing, 'agreeing'>): number =>
  Math.min(networks, provable ? blocks : near);

/**
 * What a provisional row lacks: "2 of 3 networks; share it to confirm". `voters`: whose votes are
 * counted here.
 */
export function lackWords(
  backing: Omit<Backing, 'agreeing'>,
  voters: 'networks' | 'keys' = 'networks',
): string {
  const support = supportOf(backing);
  if (support >= NETWORKS_FOR_A_RANK)
    return `${NETWORKS_FOR_A_RANK} ${voters}, but on fewer than ${AGREEMENT.days} days`;
  const more = backing.networks > support ? (backing.provable ? ' apart' : ' agree') : '';
  return `${support} of ${NETWORKS_FOR_A_RANK} ${voters}${more}; share it to confirm`;
}
