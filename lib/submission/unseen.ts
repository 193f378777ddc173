// Outputs for the private input that a challenge named (docs/integrity.md, "Right outputs"): they
// are in no public file, so whoever has them has run the workload. A row without them is wrong,
// however right its public outputs are.
import { err, ok, type Result } from '../core/result';
import { type Sketch, sketchError } from '../models/golden';
import type { ManifestEntry } from '../models/workload';
import { type Accepted, type AcceptedMeasurement, WITHOUT_TIMES } from './accept';
import { type Rejection, reject } from './rejection';
import { type Measurement, measurementAt, type RunSubmission } from './schema';

export interface Unseen {
  /** The private input; null where the challenge named none. */
  readonly seed: number | null;
  /** What native ONNX Runtime gave for it, by workload. */
  readonly golden: ReadonlyMap<string, Sketch>;
  readonly manifest: ReadonlyMap<string, Pick<ManifestEntry, 'tolerance'>>;
}

/** `accepted` is what acceptRun made of `submission`. */
export function checkUnseen(
  { run, measurements }: Accepted,
  submission: RunSubmission,
  unseen: Unseen,
): Result<Accepted, Rejection> {
  const checked: AcceptedMeasurement[] = [];
  for (const row of measurements) {
    const result = checkRow(row, measurementAt(submission, row.position), unseen);
    if (!result.ok) return result;
    checked.push(result.value);
  }
  return ok({ run, measurements: checked });
}

function checkRow(
  row: AcceptedMeasurement,
  sent: Measurement,
  { seed, golden, manifest }: Unseen,
): Result<AcceptedMeasurement, Rejection> {
  const expected = golden.get(row.workload);
  const tolerance = manifest.get(row.workload)?.tolerance ?? 0;
  if (expected === undefined || row.outcome !== 'measured' || sent.outcome !== 'measured')
    return ok(row);
  const { privateOutput } = sent;
  if (privateOutput === undefined || privateOutput.seed !== seed)
    return err(reject('wrong-seed', `${row.workload} was to be fed seed ${seed} as well`));
  if (sketchError(privateOutput, expected) <= tolerance) return ok(row);
  // By how much is not said: asked often enough, it would tell the outputs.
  const reason = `outputs of seed ${seed} are not those of the workload`;
  return ok({ ...row, ...WITHOUT_TIMES, outcome: 'incorrect', reason });
}
