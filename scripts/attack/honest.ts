// A thousand honest devices of every kind: from a twentieth of a GFLOPS to a hundred TFLOPS, with fast half precision and
// Winograd, noisy, throttled, with coarse clocks, on slow networks, in browsers that mask. None may be refused.
import { createPrng, type Prng, seedOf } from '@/lib/core/prng';
import { clientMs } from '@/lib/submission/plausibility/times';
import type { RunSubmission } from '@/lib/submission/schema';
import { BROWSERS, browserNames, type Chip, environmentOf } from './browsers';
import { type Client, newKey } from './client';
import type { Device, Engine } from './device';
import { inLanes } from './lanes';
import { freshNoise } from './noise';
import { payloadOf } from './payload';
import { Prover, prove } from './prover';

const between = (prng: Prng, low: number, high: number): number => low + (high - low) * prng.unit();
const logBetween = (prng: Prng, low: number, high: number): number =>
  Math.exp(between(prng, Math.log(low), Math.log(high)));
const pick = <T>(prng: Prng, values: readonly T[]): T => values[prng.below(values.length)];

const SLOWEST_GFLOPS = 0.05;
const FASTEST_GFLOPS = 100_000;
/** A thread of WebAssembly SIMD on the best core there is. */
const THREAD_GFLOPS = 150;

function engineOf(backend: Engine['backend'], gflops: number, threads: number, prng: Prng): Engine {
  return {
    backend,
    gflops,
    fp16: between(prng, 2, 8),
    int8: between(prng, 1, 4),
    gigabytesPerSecond: gflops * logBetween(prng, 0.01, 3),
    handoverMs: backend === 'webgpu' ? logBetween(prng, 0.02, 0.5) : logBetween(prng, 0.005, 0.05),
    winograd: prng.below(3) === 0 ? between(prng, 1.2, 2.2) : 1,
    threads,
  };
}

/** What software gets of a chip's theoretical peak: the cooler and the driver make that difference. */
const OF_PEAK = { least: 0.65, most: 0.96 };
/** What all cores of a system on a chip reach beside its GPU. */
const CORES_BESIDE_GPU = { least: 0.04, most: 0.05 };

/** The weakest of `chips` that reaches `gflops`, else the strongest; null where none is named. */
const chipFor = (chips: readonly Chip[], gflops: number): Chip | null =>
  chips.find(({ peakGflops }) => OF_PEAK.most * peakGflops >= gflops) ?? chips.at(-1) ?? null;

/**
 * Device number `index` of the fleet: rates are spread evenly over their logarithm, everything else is drawn. Where a name
 * can be read, hardware is what the name says: honest machines are no outliers among their like.
 */
function honestDevice(index: number, count: number): Device {
  const prng = createPrng(index + 1);
  const browser = BROWSERS[browserNames[index % browserNames.length]];
  const drawn = SLOWEST_GFLOPS * (FASTEST_GFLOPS / SLOWEST_GFLOPS) ** (index / Math.max(1, count - 1));
  const chip = chipFor(browser.chips, drawn);
  const hardware = chip === null ? prng : createPrng(seedOf(chip.renderer));
  const cores = chip?.cores ?? pick(prng, [2, 4, 6, 8, 10, 12, 16, 24, 32]);
  const environment = environmentOf(browser, cores, prng, chip);
  const threads = browser.isolated ? cores : 1;
  const onGpu = environment.webgpu.status === 'available';
  const gpuGflops = chip === null ? drawn : chip.peakGflops * between(prng, OF_PEAK.least, OF_PEAK.most);
  const ofCores =
    chip?.cores == null ? logBetween(prng, 0.02, 1) : between(prng, CORES_BESIDE_GPU.least, CORES_BESIDE_GPU.most);
  const wasmGflops = Math.min(onGpu ? gpuGflops * ofCores : drawn, THREAD_GFLOPS * threads);
  const engines = [engineOf('wasm', Math.max(wasmGflops, SLOWEST_GFLOPS), threads, hardware)];
  if (onGpu) engines.push(engineOf('webgpu', gpuGflops, 1, hardware));
  return {
    environment,
    engines,
    steadiness: {
      noise: logBetween(prng, 0.003, 0.2),
      hiccups: prng.below(4) === 0 ? 0.1 : 0.01,
      throttling: prng.below(5) === 0 ? between(prng, 0.1, 0.6) : 0,
    },
    efficiency: { convolution: between(hardware, 0.4, 0.95), model: between(hardware, 0.05, 0.6) },
  };
}

/** The product that every device can measure, and what some of them do besides. */
const EVERY = 'gemm-512-fp32';
const SOME = ['gemm-1024-fp32', 'gemm-1024-fp16', 'conv-3x3-256-14-fp32', 'copy-512x2048-fp32', 'mobilenet-v2-fp32'];

export interface HonestReport {
  readonly devices: number;
  readonly level1: number;
  readonly refused: number;
  /** How often each code was met, for those below level 1. */
  readonly reasons: Readonly<Record<string, number>>;
}

interface Prepared {
  readonly submission: RunSubmission;
  /** By this machine's clock, the earliest time at which the run can have been finished. */
  readonly readyAtMs: number;
}

const HONEST = 2;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** All devices measure at the same time: every challenge first, then every run when its time has passed. */
export async function runHonest(client: Client, count: number): Promise<HonestReport> {
  const prepared: Prepared[] = [];
  await inLanes(
    Array.from({ length: count }, (_, index) => index),
    async (index) => {
      const submitterKey = newKey();
      const prng = freshNoise(HONEST, index);
      const device = honestDevice(index, count);
      const challenge = await client.challenge('custom', submitterKey);
      for (const { backend, gflops } of device.engines) {
        const share = between(prng, 0.85, 1);
        await prove(new Prover(client, submitterKey), challenge.ticket, backend, {
          batches: 1,
          gflops: share * gflops,
        });
      }
      const workloads = [EVERY, pick(prng, SOME), pick(prng, SOME)].filter((id, i, all) => all.indexOf(id) === i);
      const parts = { device, workloads, challenge, submitterKey, suite: 'custom' as const, prng };
      const submission = payloadOf(parts);
      // A slow network only adds to what the server sees pass.
      const networkMs = prng.below(4) === 0 ? 2000 * prng.unit() : 50;
      prepared.push({ submission, readyAtMs: Date.now() + clientMs({ submission }) + networkMs });
    },
  );
  const reasons = new Map<string, number>();
  let level1 = 0;
  let refused = 0;
  await inLanes(
    prepared.toSorted((a, b) => a.readyAtMs - b.readyAtMs),
    async ({ submission, readyAtMs }) => {
      await sleep(Math.max(0, readyAtMs - Date.now()));
      const { id, code, suspicions } = await client.submit(submission);
      const stored = id === null ? null : await client.read(id);
      if (code !== null) refused += 1;
      if (stored !== null && stored.trustLevel >= 1) level1 += 1;
      else
        for (const reason of code === null ? suspicions : [code]) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    },
  );
  return { devices: count, level1, refused, reasons: Object.fromEntries(reasons) };
}
