// The verdict on a run: refused with the code of the first broken rule, or accepted with the trust
// that its rows earned and the reasons, if any, for which it or some of its rows wait for a
// moderator. Which those are is never said to the sender.
import { err, ok, type Result } from '../../core/result';
import type { ManifestEntry } from '../../models/workload';
import type { Accepted } from '../accept';
import { type Rejection, reject } from '../rejection';
import { measurementAt, type RunSubmission } from '../schema';
import type { Evidence, Facts, Measured } from './facts';
import { REFUSAL_RULES, ROW_CODES, ROW_RULES, RUN_CODES, RUN_RULES } from './rules';
import { withTrust } from './trust';

function factsOf(
  submission: RunSubmission,
  { measurements }: Accepted,
  manifest: ReadonlyMap<string, ManifestEntry>,
  evidence: Evidence,
): Facts {
  const measured = measurements.flatMap((row): Measured[] => {
    const wire = measurementAt(submission, row.position);
    const entry = manifest.get(row.workload);
    if (
      row.outcome !== 'measured' ||
      wire.outcome !== 'measured' ||
      entry === undefined ||
      row.medianMs === null
    )
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
    const detail = RUN_RULES[code].finds(facts);
    if (detail !== null) return err(reject(code, detail));
  }
  const waiting = new Map(
    facts.measured.map((one) => [
      one.row.position,
      ROW_CODES.filter((code) => ROW_RULES[code].finds(one, facts) !== null),
    ]),
  );
  const { run, measurements } = withTrust(accepted, facts, waiting);
  const quarantineReasons = RUN_CODES.filter((code) => RUN_RULES[code].finds(facts) !== null);
  const state = quarantineReasons.length === 0 ? 'live' : 'quarantined';
  return ok({ run: { ...run, state, quarantineReasons }, measurements });
}
