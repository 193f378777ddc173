import { describe, expect, it } from 'vitest';
import { type Clock, timerStepUs } from '@/lib/bench/clock';
import { measure, type Progress, sampleTargetMs } from '@/lib/bench/measure';
import { PROTOCOL } from '@/lib/bench/protocol';

/**
 * A clock that only moves when a run moves it, and a subject whose runs last what `costMs` says.
 */
function bench(costMs: (run: number) => number) {
  let nowMs = 1000;
  let runs = 0;
  let pendingMs = 0;
  const clock: Clock = { monotonicMs: () => nowMs, wallMs: () => nowMs };
  const subject = {
    run: async () => {
      nowMs += costMs(runs);
      runs += 1;
    },
    settle: async () => {
      nowMs += pendingMs;
      pendingMs = 0;
    },
  };
  return {
    clock,
    subject,
    /**
     * As a GPU does it: run() returns at submission, the work is paid for when the queue settles.
     */
    queued: {
      run: async () => {
        pendingMs += costMs(runs);
        runs += 1;
      },
      settle: subject.settle,
    },
    advance: (ms: number) => {
      nowMs += ms;
    },
    runs: () => runs,
  };
}

const clean = async () => 'clean' as const;

describe('measure', () => {
  it('takes exact samples of a steady workload and stops when the interval is narrow', async () => {
    const { clock, subject } = bench(() => 20);
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 10_000, gate: clean });
    expect(series.stable).toBe(true);
    expect(series.stopped).toBe('precise');
    expect(series.warmup).toHaveLength(2 * PROTOCOL.warmup.window);
    expect(series.samples).toEqual(
      Array.from({ length: PROTOCOL.stop.minSamples }, () => ({ elapsedMs: 20, iterations: 1 })),
    );
    expect(series.monotonicMs).toBe(20 * 18);
    expect(series.wallMs).toBe(20 * 18);
  });

  it('passes the gate every 250 ms and where a phase ends, with the samples since', async () => {
    const { clock, subject } = bench(() => 50);
    const turns: (readonly [phase: string, samples: number])[] = [];
    const gate = async ({ phase, samples }: Progress) => {
      turns.push([phase, samples.length]);
      return 'clean' as const;
    };
    await measure(subject, { clock, timerStepUs: 5, capMs: 10_000, gate });
    expect(turns).toEqual([
      ['warm-up', 5],
      ['warm-up', 1],
      ['sampling', 5],
      ['sampling', 5],
      ['sampling', 2],
    ]);
  });

  it('knows what it takes itself between samples, a pause left out', async () => {
    const { clock, subject, advance } = bench(() => 50);
    let gates = 0;
    const gate = async () => {
      gates += 1;
      advance(gates === 3 ? 5000 : 0.125);
      return gates === 3 ? 'interrupted' : 'clean';
    };
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 10_000, gate });
    // Of six turns the third is cut, and with it the gap before it; after the sixth no sample
    // follows.
    expect(gates).toBe(6);
    expect(series.betweenMs).toBe(3 * 0.125);
  });

  it('repeats a short workload until a sample lasts 10 ms and 100 timer steps', async () => {
    const { clock, subject } = bench(() => 0.25);
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 10_000, gate: clean });
    for (const { elapsedMs, iterations } of series.samples) {
      expect(elapsedMs).toBeGreaterThanOrEqual(10);
      expect(elapsedMs / iterations).toBe(0.25);
    }
    const coarse = bench(() => 0.25);
    const slow = await measure(coarse.subject, {
      clock: coarse.clock,
      timerStepUs: 1000,
      capMs: 10_000,
      gate: clean,
    });
    for (const { elapsedMs } of slow.samples) expect(elapsedMs).toBeGreaterThanOrEqual(100);
    expect(sampleTargetMs(1000)).toBe(100);
    expect(sampleTargetMs(20)).toBe(10);
  });

  it('lengthens samples that turn out faster than the warm-up', async () => {
    const { clock, subject } = bench((run) => (run < 400 ? 0.5 : 0.25));
    const series = await measure(subject, {
      clock,
      timerStepUs: 5,
      capMs: 2000,
      sustainMs: 500,
      gate: clean,
    });
    const short = series.samples.filter(({ elapsedMs }) => elapsedMs < 10);
    expect(short.length).toBeLessThanOrEqual(1);
    expect(series.samples.at(-1)).toEqual({ elapsedMs: 12, iterations: 48 });
  });

  it('goes on for the whole time in the sustained mode, with a sample for each 600th of it', async () => {
    const { clock, subject } = bench(() => 20);
    const series = await measure(subject, {
      clock,
      timerStepUs: 5,
      capMs: 1000,
      sustainMs: 60_000,
      gate: clean,
    });
    expect(series.stopped).toBe('time-cap');
    expect(
      series.samples.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    ).toBeGreaterThanOrEqual(60_000);
    expect(series.samples.length).toBeLessThanOrEqual(PROTOCOL.sustained.samples);
    expect(series.samples.at(-1)).toEqual({ elapsedMs: 120, iterations: 6 });
  });

  it('stops the clock after the queue, not at submission', async () => {
    const { clock, queued } = bench(() => 30);
    const series = await measure(queued, { clock, timerStepUs: 5, capMs: 10_000, gate: clean });
    expect(series.samples.every(({ elapsedMs, iterations }) => elapsedMs === 30 * iterations)).toBe(
      true,
    );
  });

  it('warms up until times are stable', async () => {
    const { clock, subject } = bench((run) => (run < 8 ? 60 - 4 * run : 20));
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 10_000, gate: clean });
    expect(series.stable).toBe(true);
    expect(series.warmup.length).toBeGreaterThan(8);
    expect(series.samples.every(({ elapsedMs }) => elapsedMs === 20)).toBe(true);
  });

  it('bounds the warm-up of a workload that never settles, and says so', async () => {
    const { clock, subject } = bench((run) => 20 * 1.1 ** (run % 40));
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 1000, gate: clean });
    expect(series.stable).toBe(false);
    expect(series.warmup.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)).toBeLessThan(500);
  });

  it('keeps to the time cap and takes at least one sample', async () => {
    const { clock, subject, runs } = bench(() => 5000);
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 4000, gate: clean });
    expect(series.stopped).toBe('time-cap');
    expect(series.samples).toHaveLength(1);
    expect(runs()).toBe(2);
  });

  it.each([
    ['to the cap where the spread stays wide', 0.15, 400, 400],
    ['half as long again where fast samples lie apart', 1, 3000, 4500],
  ])('samples %s', async (_, spread, capMs, untilMs) => {
    const { clock, subject } = bench((run) => 20 + spread * ((run * 7) % 20));
    const series = await measure(subject, { clock, timerStepUs: 5, capMs, gate: clean });
    expect(series.stopped).toBe('time-cap');
    const spent = [...series.warmup, ...series.samples].reduce(
      (sum, { elapsedMs }) => sum + elapsedMs,
      0,
    );
    expect(spent).toBeGreaterThanOrEqual(untilMs);
    expect(spent).toBeLessThanOrEqual(untilMs + 40);
  });

  it('drops what a pause fell among, and does not count the pause', async () => {
    const { clock, subject, advance, runs } = bench((run) => (run === 13 ? 2000 : 50));
    let turns = 0;
    const gate = async ({ phase }: Progress) => {
      if (phase === 'sampling') turns += 1;
      if (turns !== 2) return 'clean';
      turns += 1;
      advance(60_000);
      return 'interrupted';
    };
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 10_000, gate });
    // The second turn of sampling held three samples, the last of them with the pause in it.
    expect(runs()).toBe(6 + PROTOCOL.stop.minSamples + 3);
    expect(series.samples).toEqual(
      Array.from({ length: PROTOCOL.stop.minSamples }, () => ({ elapsedMs: 50, iterations: 1 })),
    );
    expect(series.monotonicMs).toBe(50 * 18);
    expect(series.stopped).toBe('precise');
  });

  it('judges again what was precise only with dropped samples', async () => {
    const { clock, subject } = bench(() => 50);
    let precise = 0;
    const gate = async ({ phase, samples }: Progress) => {
      if (phase === 'warm-up' || samples.length !== 2) return 'clean';
      precise += 1;
      return precise === 1 ? 'interrupted' : 'clean';
    };
    const series = await measure(subject, { clock, timerStepUs: 5, capMs: 10_000, gate });
    expect(precise).toBe(2);
    expect(series.samples).toHaveLength(PROTOCOL.stop.minSamples);
  });

  it('never reports less than one timer step', async () => {
    const { clock, subject } = bench(() => 0);
    const series = await measure(subject, {
      clock,
      timerStepUs: 100,
      capMs: 0.6,
      gate: clean,
    });
    for (const { elapsedMs } of [...series.warmup, ...series.samples]) expect(elapsedMs).toBe(0.1);
  });

  it('reports progress with the median so far', async () => {
    const { clock, subject } = bench((run) => 20 + (run % 7));
    const seen: Progress[] = [];
    await measure(subject, {
      clock,
      timerStepUs: 5,
      capMs: 2000,
      gate: async (progress) => {
        seen.push(progress);
        return 'clean';
      },
    });
    expect(seen[0]?.phase).toBe('warm-up');
    expect(seen.at(-1)?.phase).toBe('sampling');
    expect(seen.at(-1)?.centre?.timeMs).toBe(21);
  });
});

describe('timerStepUs', () => {
  it('finds the step of a coarse clock', () => {
    let reads = 0;
    const monotonicMs = () => {
      reads += 1;
      return Math.floor(reads / 7) * 0.1;
    };
    const clock: Clock = { monotonicMs, wallMs: () => 0 };
    expect(timerStepUs(clock)).toBeCloseTo(100, 6);
  });

  it('says that a frozen clock has no step', () => {
    expect(timerStepUs({ monotonicMs: () => 5, wallMs: () => 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});
