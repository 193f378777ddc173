// The verdict on a run: refused with the code of the first broken rule, or accepted with the trust that its rows earned and
// the reasons, if any, for which it waits for a moderator. Which reasons those are is never said to the sender.
import { type Backend, type ThreadsClass, threadsClassOf } from '../../core/backend';
import { err, ok, type Result } from '../../core/result';
import { deviceOf } from '../../device/device';
import type { ManifestEntry } from '../../models/workload';
import type { Accepted } from '../accept';
import { type Rejection, reject } from '../rejection';
import type { RunSubmission } from '../schema';
import type { Evidence, Facts, Measured } from './facts';
import { QUARANTINE_CODES, REFUSAL_RULES, RULES } from './rules';
import { withTrust } from './trust';

function factsOf(
  submission: RunSubmission,
  { measurements }: Accepted,
  manifest: ReadonlyMap<string, ManifestEntry>,
  evidence: Evidence,
): Facts {
  const measured = measurements.flatMap((row): Measured[] => {
    const wire = submission.measurements[row.position];
    const entry = manifest.get(row.workload);
    if (row.outcome !== 'measured' || wire.outcome !== 'measured' || entry === undefined || row.medianMs === null)
      return [];
    return [{ wire, row, entry, medianMs: row.medianMs }];
  });
  return { submission, measured, evidence };
}

/** `accepted` is what acceptRun made of `submission`. */
export function judge(
  submission: RunSubmission,
  accepted: Accepted,
  manifest: ReadonlyMap<string, ManifestEntry>,
  evidence: Evidence,
): Result<Accepted, Rejection> {
  const facts = factsOf(submission, accepted, manifest, evidence);
  for (const code of REFUSAL_RULES) {
    const detail = RULES[code].finds(facts);
    if (detail !== null) return err(reject(code, detail));
  }
  const { run, measurements } = withTrust(accepted, facts);
  const quarantineReasons = QUARANTINE_CODES.filter((code) => RULES[code].finds(facts) !== null);
  const state = quarantineReasons.length === 0 ? 'live' : 'quarantined';
  return ok({ run: { ...run, state, quarantineReasons }, measurements });
}

/** The key of the cell of the board that a measurement would enter. */
export interface ComparedCell {
  readonly position: number;
  readonly workload: string;
  readonly version: number;
  readonly backend: Backend;
  readonly threads: ThreadsClass;
  readonly deviceSlug: string;
}

/** What the server has to look up about a run before it can be judged. */
export interface Questions {
  /** Cells whose people the measurements may be compared with: of one kind of hardware, not of a family of them. */
  readonly compared: readonly ComparedCell[];
  /** Orders of samples (./copies) that another run may have stored. */
  readonly orders: readonly string[];
}

/** `accepted` is what acceptRun made of `submission`. */
export function questionsOf({ environment }: RunSubmission, { measurements }: Accepted): Questions {
  const compared = measurements
    .filter(({ outcome, backend }) => outcome === 'measured' && !deviceOf(environment, backend).ambiguous)
    .map(({ position, workload, workloadVersion, backend, threadsGot, deviceSlug }) => ({
      position,
      workload,
      version: workloadVersion,
      backend,
      threads: threadsClassOf(backend, threadsGot),
      deviceSlug,
    }));
  return { compared, orders: measurements.flatMap(({ sampleOrder }) => sampleOrder ?? []) };
}
