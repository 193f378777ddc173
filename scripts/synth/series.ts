// The samples that the measuring loop takes of a simulated machine: warm-up, then two passes until
// the median is known well enough or the time is up (PROTOCOL, by its own constants and
// statistics), on the steps of the browser's clock.
import { sampleTargetMs } from '@/lib/bench/measure';
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Sample } from '@/lib/bench/samples';
import { centreOf } from '@/lib/bench/stats';
import { gaussian, type Prng } from './draws';

export interface Steadiness {
  /** Standard deviation of the logarithm of a sample's time. */
  readonly noise: number;
  /** The same of a pass: where its memory came to lie. */
  readonly passNoise: number;
  /** Chance that a sample meets other work on the machine, and takes up to twice as long. */
  readonly hiccups: number;
  /** Slowdown while it is hot, reached over the time of one measurement. */
  readonly throttling: number;
}

export interface Conditions {
  readonly perRunMs: number;
  readonly capMs: number;
  readonly timerStepUs: number;
  readonly steadiness: Steadiness;
}

export interface Taken {
  readonly warmup: readonly Sample[];
  readonly samples: readonly Sample[];
  /** Of the samples, those of the first pass. */
  readonly firstPass: number;
}

/** The first run after the warm-up's start meets cold caches and unwarmed clocks. */
const COLD = 0.35;
/** More samples than this say nothing that the board shows. */
const MOST_SAMPLES = 60;

/** Two passes, each with half of the time. */
export function takeSamples(conditions: Conditions, prng: Prng): Taken {
  const first = onePass(conditions, 0, prng);
  const second = onePass(conditions, 0.5, prng);
  return {
    warmup: [...first.warmup, ...second.warmup],
    samples: [...first.samples, ...second.samples],
    firstPass: first.samples.length,
  };
}

/** `heat`: how much of the throttling was reached before. */
function onePass(
  { perRunMs, capMs, timerStepUs, steadiness }: Conditions,
  heat: number,
  prng: Prng,
) {
  const stepMs = timerStepUs / 1000;
  const passMs = perRunMs * Math.exp(steadiness.passNoise * gaussian(prng));
  const iterations = Math.max(
    1,
    Math.ceil((sampleTargetMs(timerStepUs) * PROTOCOL.sample.headroom) / passMs),
  );
  const endMs = capMs / 2;
  let usedMs = 0;
  const take = (slower: number): Sample => {
    const hot = 1 + steadiness.throttling * Math.min(1, heat + (0.5 * usedMs) / endMs);
    const other = prng.unit() < steadiness.hiccups ? 1 + prng.unit() : 1;
    const ms =
      iterations * passMs * slower * hot * other * Math.exp(steadiness.noise * gaussian(prng));
    const elapsedMs = Math.max(1, Math.round(ms / stepMs)) * stepMs;
    usedMs += elapsedMs;
    return { elapsedMs, iterations };
  };
  const { window, maxShare, minSamples } = PROTOCOL.warmup;
  const warmup: Sample[] = [];
  while (warmup.length < 2 * window && (usedMs < maxShare * endMs || warmup.length < minSamples))
    warmup.push(take(1 + COLD / (1 + 3 * warmup.length)));
  const samples: Sample[] = [];
  do samples.push(take(1));
  while (usedMs < endMs && samples.length < MOST_SAMPLES && !isPrecise(samples));
  return { warmup, samples };
}

function isPrecise(samples: readonly Sample[]): boolean {
  const { minSamples, intervalWithin } = PROTOCOL.stop;
  if (samples.length < minSamples || samples.length % 3 !== 0) return false;
  const { intervalHolds, relativeHalfWidth } = centreOf(samples);
  return intervalHolds && relativeHalfWidth <= intervalWithin;
}

export interface SustainedConditions {
  readonly perRunMs: number;
  readonly timerStepUs: number;
  readonly noise: number;
  /** Slowdown once it is hot through. */
  readonly throttling: number;
}

/** So long that a machine which throttles does, over the first minutes. */
export function takeSustained(conditions: SustainedConditions, forMs: number, prng: Prng): Taken {
  const { perRunMs, timerStepUs, noise, throttling } = conditions;
  const stepMs = timerStepUs / 1000;
  const iterations = Math.max(1, Math.ceil(forMs / PROTOCOL.sustained.samples / perRunMs));
  const take = (atMs: number): Sample => {
    const hot = 1 + throttling * (1 - Math.exp(-atMs / (forMs / 6)));
    const ms = iterations * perRunMs * hot * Math.exp(noise * gaussian(prng));
    return { elapsedMs: Math.max(1, Math.round(ms / stepMs)) * stepMs, iterations };
  };
  const warmup = [take(0), take(0)];
  const samples: Sample[] = [];
  for (let atMs = 0; atMs < forMs; atMs += samples.at(-1)?.elapsedMs ?? forMs)
    samples.push(take(atMs));
  return { warmup, samples, firstPass: samples.length };
}
