// What the rules of plausibility look at: what was sent, what was derived from it, and what the
// server knows by itself. The evidence comes from the database (lib/db/evidence), so that every
// rule stays a pure function.
import type { Backend } from '../../core/backend';
import type { ManifestEntry } from '../../models/workload';
import type { AcceptedMeasurement } from '../accept';
import type { Measurement, RunSubmission } from '../schema';

export type MeasuredWire = Extract<Measurement, { outcome: 'measured' }>;

export interface Evidence {
  /** From the issue of the challenge to the arrival of the run, both by the database's clock. */
  readonly elapsedMs: number;
  /** What the run's proofs show at least, 10⁹ FLOP/s; a backend without a proof is absent. */
  readonly provenGflops: ReadonlyMap<Backend, number>;
}

/** One measurement with right outputs: as sent, as derived, and the workload it is of. */
export interface Measured {
  readonly wire: MeasuredWire;
  readonly row: AcceptedMeasurement;
  readonly entry: ManifestEntry;
  /** Milliseconds per run of the workload; a measured row always has a median. */
  readonly medianMs: number;
}

export interface Facts {
  readonly submission: RunSubmission;
  readonly measured: readonly Measured[];
  readonly evidence: Evidence;
}

/** Names a row in a detail: "gemm-1024-fp32 on webgpu". */
export const named = ({ row }: Measured): string => `${row.workload} on ${row.backend}`;

/** The first measurement of which `say` has something to say. */
export function firstOf(
  measured: readonly Measured[],
  say: (one: Measured) => string | null,
): string | null {
  for (const one of measured) {
    const detail = say(one);
    if (detail !== null) return `${named(one)}: ${detail}`;
  }
  return null;
}
