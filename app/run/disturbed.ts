// Which steps of a finished run other work on the machine disturbed, by the code that the server
// will give them too, and what a run is once just these were measured again: new rows in place of
// the old ones.
import type { QualityCode } from '@/lib/bench/quality';
import { SUITES } from '@/lib/bench/suites';
import type { Backend } from '@/lib/core/backend';
import { neededGflops } from '@/lib/runner/needed-rate';
import type { Step } from '@/lib/runner/plan';
import { type ProofAttempt, proveRun, type SharedRequest } from '@/lib/runner/prove';
import type { StepResult } from '@/lib/runner/run';
import { environmentOf, measurementOf, measurementsOf } from '@/lib/runner/submit';
import { PROVABLE } from '@/lib/submission/proof';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import { shownTimesOf } from '@/lib/submission/shown-times';
import type { Finished } from './run-state';

const DISTURBED: QualityCode = 'busy';

export function disturbedSteps({
  results,
  environment,
}: Pick<Finished, 'results' | 'environment'>): Step[] {
  const measurements = results.map(measurementOf);
  const figures = shownTimesOf(measurements);
  return results.flatMap(({ step }, index) => {
    const measurement = measurements[index];
    if (measurement?.outcome !== 'measured') return [];
    return qualityOfMeasurement(measurement, environment, figures(measurement)).includes(DISTURBED)
      ? [step]
      : [];
  });
}

/**
 * What was measured again stands in place of what was there; a row whose repetition was cancelled
 * or failed stays.
 */
export function withRepeated(
  results: readonly StepResult[],
  again: readonly StepResult[],
): StepResult[] {
  const measured = new Map(
    again.flatMap((result) =>
      result.report.outcome.outcome === 'measured' ? [[result.step.key, result]] : [],
    ),
  );
  return results.map((result) => measured.get(result.step.key) ?? result);
}

/**
 * Rows that were measured again may be faster than what was proved while the machine was disturbed:
 * work is proved anew on the backends where they are. The better proof counts, and the server
 * allows so many.
 */
export async function provedAgain(
  { proofs, payload }: Finished,
  results: readonly StepResult[],
  request: Pick<SharedRequest, 'signal' | 'onProgress'>,
): Promise<readonly ProofAttempt[]> {
  if (!payload.ok) return proofs;
  const lacking = results.filter(({ step: { backend } }) => {
    const provable = PROVABLE.find((one) => one === backend);
    const needed = provable === undefined ? null : neededGflops(results, provable);
    return needed !== null && needed > provenOn(proofs, backend);
  });
  const { ticket, submitterKey, suite } = payload.value;
  const { proofMs: targetMs } = SUITES[suite === 'custom' ? 'quick' : suite];
  const again = await proveRun(lacking, { ...request, ticket, submitterKey, targetMs });
  return proofs.map((old) => again.find((one) => isBetter(one, old)) ?? old);
}

const provenOn = (proofs: readonly ProofAttempt[], backend: Backend): number => {
  const proof = proofs.find((one) => one.backend === backend)?.proof;
  return proof?.ok ? proof.value.provenGflops : 0;
};

const isBetter = (one: ProofAttempt, old: ProofAttempt): boolean =>
  one.backend === old.backend && provenOn([one], one.backend) > provenOn([old], old.backend);

/**
 * The run with other results: what it saw of the machine and what would be sent follow from them.
 */
export function runWith(
  run: Finished,
  results: readonly StepResult[],
  proofs: readonly ProofAttempt[],
): Finished {
  const environment = environmentOf(run.environment, run.environment.webgpu, results);
  const payload = run.payload.ok
    ? {
        ...run.payload,
        value: { ...run.payload.value, environment, measurements: measurementsOf(results) },
      }
    : run.payload;
  return { ...run, results, environment, proofs, payload };
}
