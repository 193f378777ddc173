// The quality codes of a stored or about-to-be-stored measurement: the one way from the wire's raw
// facts to the reasons, for the server that stores them and for the page that shows them before
// anything is sent.
import { clockRatio } from '../bench/clock';
import type { Contention } from '../bench/contention';
import { type QualityCode, qualityOf } from '../bench/quality';
import { quantile, sortValues } from '../bench/samples';
import type { Summary } from '../bench/stats';
import { deviceOf } from '../device/device';
import type { Environment } from './schema';
import type { Measured } from './shown-times';

/** `summary` is that of `measurement.samples`; `likeWebnnCpu` whether ./requested flags it. */
export function qualityOfMeasurement(
  measurement: Measured,
  environment: Environment,
  summary: Summary,
  likeWebnnCpu = false,
): QualityCode[] {
  return qualityOf({
    backend: measurement.backend,
    summary,
    isolated: environment.crossOriginIsolated,
    threadsWanted: measurement.threadsWanted,
    threadsGot: measurement.threadsGot,
    timerStepUs: environment.timerStepUs,
    sampleMs: quantile(sortValues(measurement.samples.map(({ elapsedMs }) => elapsedMs)), 0.5),
    fellBack: measurement.fellBack,
    softwareAdapter: deviceOf(environment, measurement.backend).software,
    hiddenMs: measurement.hiddenMs,
    clockRatio: clockRatio(measurement.clocks),
    onBattery: environment.power.state === 'battery',
    contention: contentionIn(measurement),
    canaryLoss: canaryLoss(measurement),
    likeWebnnCpu,
  });
}

/** As lib/bench/contention has it; null where the row says nothing of it, or what cannot be. */
function contentionIn({ options }: Measured): Contention | null {
  const { spunMs, lostMs, lostLeast } = options ?? {};
  if (typeof spunMs !== 'number' || typeof lostMs !== 'number' || typeof lostLeast !== 'number')
    return null;
  return spunMs > 0 && lostMs >= 0 ? { mean: lostMs / spunMs, least: lostLeast } : null;
}

/**
 * By how much the canary kernel was slower after the measurement than before it; null where it did
 * not run.
 */
function canaryLoss({ options }: Measured): number | null {
  const before = options?.canaryBeforeMs;
  const after = options?.canaryAfterMs;
  if (typeof before !== 'number' || typeof after !== 'number' || !(before > 0) || !(after > 0))
    return null;
  return 1 - before / after;
}
