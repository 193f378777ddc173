// By how much of the rate that a run proved on a backend its claims may be attested: the highest
// share that honest runs reached, by class of work, with a tenth to spare. A net that never gets
// beyond half of a plain product must not be claimable at the whole of it. `npm run -s flopmark --
// measure shares` measures the table.
import type { Backend } from '../core/backend';
import { type WorkClass, workClassOf } from '../models/work-class';
import type { ManifestEntry } from '../models/workload';
import { PROOF_MARGIN } from './proof';
import table from './proven-shares.json';

/** The highest share that was seen, and where. */
export interface MeasuredShare {
  readonly share: number;
  readonly workload: string;
  readonly browser: string;
  readonly threads: number | null;
}

export interface ShareTable {
  /** How the shares were measured, newest first. */
  readonly measured: readonly {
    readonly date: string;
    readonly machine: string;
    readonly kernel: string;
    readonly command: string;
  }[];
  readonly shares: Readonly<
    Partial<Record<Backend, Readonly<Partial<Record<WorkClass, MeasuredShare>>>>>
  >;
}

export const SHARES: ShareTable = table;

/**
 * Reads the share of a proven rate up to which a row is attested; null where no proof speaks of the
 * claim, or none was measured on real hardware.
 */
export function provenShareOf(entry: ManifestEntry, backend: Backend): number | null {
  const kind = workClassOf(entry);
  return kind === null ? null : (SHARES.shares[backend]?.[kind]?.share ?? null);
}

/** The fastest rate that a proof attests, 10⁹ FLOP/s. */
export const attestedGflops = (provenShare: number, provenGflops: number): number =>
  PROOF_MARGIN * provenShare * provenGflops;
