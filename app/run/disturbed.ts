// Which steps of a finished run other work on the machine disturbed, by the code that the server will give
// them too, and what a run is once just these were measured again: new rows in place of the old ones.
import type { QualityCode } from '@/lib/bench/quality';
import type { Step } from '@/lib/runner/plan';
import type { StepResult } from '@/lib/runner/run';
import { environmentOf, measurementOf } from '@/lib/runner/submit';
import { figuresOf } from '@/lib/submission/figures';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import type { Finished } from './use-run';

const DISTURBED: QualityCode = 'busy';

export function disturbedSteps({ results, environment }: Pick<Finished, 'results' | 'environment'>): Step[] {
  const measurements = results.map(measurementOf);
  const figures = figuresOf(measurements);
  return results.flatMap(({ step }, index) => {
    const measurement = measurements[index];
    if (measurement?.outcome !== 'measured') return [];
    return qualityOfMeasurement(measurement, environment, figures(measurement)).includes(DISTURBED) ? [step] : [];
  });
}

/** What was measured again stands in place of what was there; a row whose repetition was cancelled or failed stays. */
export function withRepeated(results: readonly StepResult[], again: readonly StepResult[]): StepResult[] {
  const measured = new Map(
    again.flatMap((result) => (result.report.outcome.outcome === 'measured' ? [[result.step.key, result]] : [])),
  );
  return results.map((result) => measured.get(result.step.key) ?? result);
}

/** The run with other results: what it saw of the machine and what would be sent follow from them. */
export function runWith(run: Finished, results: readonly StepResult[]): Finished {
  const environment = environmentOf(run.environment, run.environment.webgpu, results);
  const payload = run.payload.ok
    ? { ...run.payload, value: { ...run.payload.value, environment, measurements: results.map(measurementOf) } }
    : run.payload;
  return { ...run, results, environment, payload };
}
