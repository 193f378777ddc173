// Two thousand honest devices of every kind: from a twentieth of a GFLOPS to a hundred TFLOPS, with
// fast half precision and Winograd, noisy, throttled, with coarse clocks, on slow networks, in
// browsers that mask; a university's rooms of like machines behind one address; the first of their
// kind, and faster ones than any that is known. None may be refused, and none may wait for a
// moderator. Beside them three networks that agree, which must have a rank.
import { createPrng, type Prng, seedOf } from '@/lib/core/prng';
import { clientMs } from '@/lib/submission/plausibility/times';
import type { RunSubmission } from '@/lib/submission/schema';
import { BROWSERS, browserNames, type Chip, environmentOf } from './browsers';
import { type Client, daysAgo, fromAddress, type Headers, newKey } from './client';
import type { Device, Engine } from './device';
import { Forger, machine, WASM } from './forger';
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
/** Per second, of the memory of the oldest phone. */
const SLOWEST_GIGABYTES = 0.5;
/** A thread of WebAssembly SIMD on the best core there is. */
const THREAD_GFLOPS = 150;

function engineOf(backend: Engine['backend'], gflops: number, threads: number, prng: Prng): Engine {
  return {
    backend,
    gflops,
    fp16: between(prng, 2, 8),
    int8: between(prng, 1, 4),
    gigabytesPerSecond: Math.max(SLOWEST_GIGABYTES, gflops * logBetween(prng, 0.01, 3)),
    handoverMs: backend === 'webgpu' ? logBetween(prng, 0.02, 0.5) : logBetween(prng, 0.005, 0.05),
    winograd: prng.below(3) === 0 ? between(prng, 1.2, 2.2) : 1,
    threads,
  };
}

/**
 * What software gets of a chip's theoretical peak: the cooler and the driver make that difference.
 */
const OF_PEAK = { least: 0.65, most: 0.96 };
/** What all cores of a system on a chip reach beside its GPU. */
const CORES_BESIDE_GPU = { least: 0.04, most: 0.05 };

/** The weakest of `chips` that reaches `gflops`, else the strongest; null where none is named. */
const chipFor = (chips: readonly Chip[], gflops: number): Chip | null =>
  chips.find(({ peakGflops }) => OF_PEAK.most * peakGflops >= gflops) ?? chips.at(-1) ?? null;

/**
 * Device number `index` of the fleet: rates are spread evenly over their logarithm, everything else
 * is drawn. Where a name can be read, hardware is what the name says: honest machines are no
 * outliers among their like.
 */
function honestDevice(index: number, count: number): Device {
  const prng = createPrng(index + 1);
  const browser = BROWSERS[browserNames[index % browserNames.length]];
  const drawn =
    SLOWEST_GFLOPS * (FASTEST_GFLOPS / SLOWEST_GFLOPS) ** (index / Math.max(1, count - 1));
  const chip = chipFor(browser.chips, drawn);
  const hardware = chip === null ? prng : createPrng(seedOf(chip.renderer));
  const cores = chip?.cores ?? pick(prng, [2, 4, 6, 8, 10, 12, 16, 24, 32]);
  const environment = environmentOf(browser, cores, prng, chip);
  const threads = browser.isolated ? cores : 1;
  const onGpu = environment.webgpu.status === 'available';
  const gpuGflops =
    chip === null ? drawn : chip.peakGflops * between(prng, OF_PEAK.least, OF_PEAK.most);
  const ofCores =
    chip?.cores == null
      ? logBetween(prng, 0.02, 1)
      : between(prng, CORES_BESIDE_GPU.least, CORES_BESIDE_GPU.most);
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

/**
 * What is done to a device of the fleet; and where it stands, if not behind an address of its own.
 */
interface Kind {
  readonly change: (device: Device, prng: Prng) => Device;
  readonly address?: string;
  /** Whose machines are alike: the rest is drawn for each. */
  readonly model?: number;
}

const slowed = (device: Device, by: number): Device => ({
  ...device,
  engines: device.engines.map((engine) => ({
    ...engine,
    gflops: Math.max(SLOWEST_GFLOPS, engine.gflops / by),
    gigabytesPerSecond: Math.max(SLOWEST_GIGABYTES, engine.gigabytesPerSecond / by),
  })),
});

const unlike = (device: Device, environment: Partial<Device['environment']>): Device => ({
  ...device,
  environment: { ...device.environment, ...environment },
});

/** Cards that are in no table yet, and one that is faster than all that are. */
const UNKNOWN_CARDS = [
  {
    maker: 'NVIDIA',
    renderer: 'ANGLE (NVIDIA, NVIDIA GeForce RTX 6090 Direct3D11 vs_5_0 ps_5_0, D3D11)',
  },
  {
    maker: 'Intel',
    renderer: 'ANGLE (Intel, Intel(R) Arc(TM) C990 Graphics Direct3D11 vs_5_0 ps_5_0, D3D11)',
  },
] as const;
const FASTER_THAN_ALL_GFLOPS = 300_000;

const KINDS: Readonly<Record<string, Kind>> = {
  any: { change: (device) => device },
  slow: { change: (device, prng) => slowed(device, between(prng, 5, 40)) },
  busy: {
    change: (device, prng) => ({
      ...device,
      steadiness: {
        noise: between(prng, 0.02, 0.1),
        hiccups: between(prng, 0.2, 0.6),
        throttling: 0,
      },
    }),
  },
  throttled: {
    change: (device, prng) => ({
      ...device,
      steadiness: { ...device.steadiness, throttling: between(prng, 0.5, 3) },
    }),
  },
  'at a university': { change: (device) => device, address: '198.51.100.20', model: 700 },
  'first of its kind': {
    change: (device) => {
      const { cores, webgl } = device.environment;
      const card = UNKNOWN_CARDS.find(({ maker }) => webgl?.renderer.includes(maker) === true);
      return unlike(device, {
        cores: cores === null ? null : cores + 1,
        ...(card !== undefined && {
          webgl: { vendor: `Google Inc. (${card.maker})`, renderer: card.renderer },
        }),
      });
    },
  },
  'faster than all that is known': {
    change: (device, prng) => {
      const cores = 64;
      const isolated = device.environment.crossOriginIsolated;
      const named = device.environment.webgl?.renderer.includes('NVIDIA') === true;
      return {
        ...unlike(device, {
          cores,
          // Its name is in no table, so that nobody knows how fast it may be.
          ...(named && {
            webgl: { vendor: 'Google Inc. (NVIDIA)', renderer: UNKNOWN_CARDS[0].renderer },
          }),
        }),
        engines: device.engines.map((engine) => {
          if (engine.backend === 'wasm')
            return {
              ...engine,
              gflops: THREAD_GFLOPS * (isolated ? cores : 1),
              threads: isolated ? cores : 1,
            };
          return named
            ? {
                ...engine,
                gflops: between(prng, 0.4, 1) * FASTER_THAN_ALL_GFLOPS,
                gigabytesPerSecond: 8000,
              }
            : engine;
        }),
      };
    },
  },
};
const KIND_NAMES = Object.keys(KINDS);

/**
 * The product that every device can measure, memory that the slowest can, and what some of them do
 * besides.
 */
const EVERY = ['gemm-512-fp32', 'copy-512x2048-fp32'];
const SOME = [
  'gemm-1024-fp32',
  'gemm-1024-fp16',
  'conv-3x3-256-14-fp32',
  'softmax-512x2048-fp32',
  'gemv-4096-fp32',
  'gemm-512-w8a8',
  'mobilenet-v2-fp32',
];

export interface HonestReport {
  readonly devices: number;
  readonly level1: number;
  readonly refused: number;
  /** Whose run, or a row of it, waits for a moderator. */
  readonly quarantined: number;
  /** Whether three networks that agree over two days have a rank. */
  readonly agreed: boolean;
  /** How often each code was met, by kind of device. */
  readonly reasons: Readonly<Record<string, number>>;
}

interface Prepared {
  readonly kind: string;
  readonly submission: RunSubmission;
  readonly headers: Headers;
  /** By this machine's clock, the earliest time at which the run can have been finished. */
  readonly readyAtMs: number;
}

const HONEST = 2;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** An address of the benchmark range (RFC 2544) for each, two thousand of them in 512 networks. */
const ownAddress = (index: number): string =>
  `198.${18 + (index % 2)}.${(index >> 1) % 256}.${1 + (index >> 9)}`;

async function prepare(client: Client, index: number, count: number): Promise<Prepared> {
  const kind = KIND_NAMES[index % KIND_NAMES.length] ?? 'any';
  const {
    change,
    model,
    address = ownAddress(index),
  } = KINDS[kind] ?? { change: (device: Device) => device };
  const submitterKey = newKey();
  const prng = freshNoise(HONEST, index);
  // Rooms of like machines: five models of them.
  const device = change(
    honestDevice(model === undefined ? index : (model + (index % 5)) % count, count),
    prng,
  );
  const challenge = await client.challenge('custom', submitterKey);
  for (const { backend, gflops } of device.engines) {
    const claim = { batches: 1, gflops: between(prng, 0.85, 1) * gflops };
    await prove(new Prover(client, submitterKey), challenge.ticket, backend, claim);
  }
  const workloads = [...EVERY, pick(prng, SOME), pick(prng, SOME)].filter(
    (id, i, all) => all.indexOf(id) === i,
  );
  const submission = payloadOf({
    device,
    workloads,
    challenge,
    submitterKey,
    suite: 'custom',
    prng,
  });
  // A slow network only adds to what the server sees pass.
  const networkMs = prng.below(4) === 0 ? 2000 * prng.unit() : 50;
  return {
    kind,
    submission,
    headers: fromAddress(address),
    readyAtMs: Date.now() + clientMs({ submission }) + networkMs,
  };
}

const AGREEING = 3;

/**
 * The same device on networks of three /16 over as many days: a product that is proved, and copies
 * that nothing proves.
 */
async function networksAgree(url: string): Promise<boolean> {
  const forger = new Forger(url);
  const device = machine({ engines: [WASM], environment: { cores: forger.cores } });
  const stored = [];
  for (let i = 0; i < AGREEING; i += 1) {
    const { submission } = await forger.attempt({
      device,
      workloads: ['gemm-512-fp32', 'copy-512x2048-fp32'],
    });
    const { id, code } = await forger.submit(submission, {
      ...fromAddress(forger.address(i)),
      ...daysAgo(i),
    });
    if (id === null) throw new Error(`an honest run was refused: ${code}`);
    stored.push(...((await forger.read(id))?.rows ?? []));
  }
  const ranked = await Promise.all(stored.map((row) => forger.isRanked(row)));
  return ranked.length === 2 * AGREEING && ranked.every((one) => one);
}

/**
 * All devices measure at the same time: every challenge first, then every run when its time has
 * passed.
 */
export async function runHonest(client: Client, count: number): Promise<HonestReport> {
  const prepared: Prepared[] = [];
  await inLanes(
    Array.from({ length: count }, (_, index) => index),
    async (index) => {
      prepared.push(await prepare(client, index, count));
    },
  );
  const reasons = new Map<string, number>();
  const note = (reason: string): void => {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  };
  let level1 = 0;
  let refused = 0;
  let quarantined = 0;
  await inLanes(
    prepared.toSorted((a, b) => a.readyAtMs - b.readyAtMs),
    async ({ kind, submission, headers, readyAtMs }) => {
      await sleep(Math.max(0, readyAtMs - Date.now()));
      const { id, code, suspicions } = await client.submit(submission, headers);
      const stored = id === null ? null : await client.read(id);
      if (code !== null) {
        refused += 1;
        note(`${kind}: refused, ${code}`);
      }
      if (suspicions.length > 0) {
        quarantined += 1;
        for (const suspicion of suspicions) note(`${kind}: waits, ${suspicion}`);
      }
      if (stored !== null && stored.trustLevel >= 1) level1 += 1;
      else
        note(
          `${kind}: level 0, ${stored?.rows.flatMap(({ trustReasons }) => trustReasons)[0] ?? 'not stored'}`,
        );
    },
  );
  const agreed = await networksAgree(client.url);
  return {
    devices: count,
    level1,
    refused,
    quarantined,
    agreed,
    reasons: Object.fromEntries(reasons),
  };
}
