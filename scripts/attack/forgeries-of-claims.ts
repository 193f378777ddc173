// Claims that a truthful proof stands beside and does not speak of: work without arithmetic,
// memory, single tokens, other number types; and claims that were to widen what bounds others.
import { MANIFEST } from '@/lib/models/manifest';
import { workClassOf } from '@/lib/models/work-class';
import type { RunSubmission } from '@/lib/submission/schema';
import { tell, tellAll, times, unranked } from './crowd';
import { type AttemptOptions, each, type Forger, quickened, WASM, WEBGPU } from './forger';
import type { Forgeries, Forgery } from './kinds';
import { harm, held, type Met } from './met';

/** Of three free keys at one address. */
const threeKeys = (forger: Forger) => times(3, () => ({ address: forger.address(0) }));
/** What plain JavaScript proves. */
const BY_HAND_GFLOPS = 0.03;

/** 8.4 TB/s, whatever is moved. */
const HUGE = { ...WASM, gigabytesPerSecond: 8400, handoverMs: 0.0011 };

/**
 * fp32 on WASM without a FLOP: a chain of dispatches is told whole, because its slope is what
 * counts.
 */
const CHAIN = ['dispatch-1-fp32', 'dispatch-10-fp32', 'dispatch-100-fp32'];
const WITHOUT_FLOPS = [...MANIFEST.values()].filter(
  ({ flops, precision, id }) => flops === 0 && precision === 'fp32' && !CHAIN.includes(id),
);

const empty = (workloads: readonly string[], engine = HUGE): Forgery =>
  unranked(threeKeys, (forger) => ({
    workloads,
    provenGflops: BY_HAND_GFLOPS,
    device: forger.machine({ engines: [engine] }),
  }));

export const EMPTY_BOUNDS: Forgeries = {
  ...Object.fromEntries(
    WITHOUT_FLOPS.map(({ id }): [string, Forgery] => [
      `empty bound: ${id} at 8.4 TB/s by three keys`,
      empty([id]),
    ]),
  ),
  'empty bound: a dispatch of two nanoseconds by three keys': empty(CHAIN, {
    ...HUGE,
    gigabytesPerSecond: 50,
  }),
};

/** Rows above consistent, or ranked, though no proof speaks of them. */
async function believed(forger: Forger, id: string | null, workload: string): Promise<Met> {
  const row = (id === null ? null : await forger.read(id))?.rows.find(
    (one) => one.workload === workload,
  );
  if (row === undefined) return held('not stored');
  if (row.trustLevel > 1)
    return harm(`${workload} on ${row.backend} is attested by a proof of something else`);
  if (await forger.isRanked(row)) return harm(`${workload} on ${row.backend} is ranked`);
  return held(`level ${row.trustLevel}: ${row.trustReasons.at(-1) ?? 'no reason'}`);
}

/**
 * The machine's true proof, and a claim so many times as fast as its memory, or its other
 * arithmetic, allows.
 */
const beyond =
  (workload: string, engine: typeof WASM, factor: number): Forgery =>
  async (forger) => {
    const device = forger.machine({ engines: [engine] });
    const answers = await tellAll(
      forger,
      threeKeys(forger).map((telling) => ({
        ...telling,
        change: (run: RunSubmission) =>
          each(run, (one) => (one.workload === workload ? quickened(one, factor) : one)),
      })),
      { device, workloads: ['gemm-512-fp32', workload] },
    );
    const last = answers.at(-1);
    if (last === undefined || last.code !== null) return held(`refused, ${last?.code}`);
    return believed(forger, last.id, workload);
  };

/** On WASM, with a FLOP count, and of no class that a proof speaks of. */
const UNSPOKEN_OF = [
  'gemv-1024-fp32',
  'gemv-4096-fp32',
  'attention-decode-12x2048x64-fp32',
  'gpt2-decode128-fp32',
  'smollm-135m-decode128-fp32',
  'gemm-512-w8a8',
  'gemm-1024-w8a8',
  'gemm-1024-w4a32',
  'conv-3x3-64-56-w8a8',
  'mobilenet-v2-w8a8',
];

function classless(id: string): string {
  const entry = MANIFEST.get(id);
  if (entry === undefined || workClassOf(entry) !== null)
    throw new Error(`${id} has a class: a proof may speak of it`);
  return id;
}

export const BEYOND_PROOF: Forgeries = {
  ...Object.fromEntries(
    UNSPOKEN_OF.map((id): [string, Forgery] => [
      `proof of a product, taken for ${id}`,
      beyond(classless(id), { ...WASM, int8: 1.5 }, 4),
    ]),
  ),
  'proof of a product on WebGPU, taken for 4.4 TB/s of GEMV': beyond(
    'gemv-4096-fp32',
    { ...WEBGPU, handoverMs: 0.001 },
    14,
  ),
  'proof of a product on WebGPU, taken for decoding': beyond('gpt2-decode128-fp32', WEBGPU, 12),
  'proof of a product on WebGPU, taken for a network': beyond('mobilenet-v2-fp32', WEBGPU, 3),
  'proof of a product on WebGPU, taken for fp16': beyond('gemm-1024-fp16', WEBGPU, 4),
};

interface Widening {
  /** What is claimed beyond all sense, and by how much. */
  readonly claim: string;
  readonly by: number;
  /** What should pass under it, and by how much it is told faster. */
  readonly under: string;
  readonly faster: number;
}

/** One claim beside another that it was to make room for. */
const widening =
  (
    { claim, by, under, faster }: Widening,
    options: (forger: Forger) => AttemptOptions = () => ({}),
  ): Forgery =>
  async (forger) => {
    const change = (run: RunSubmission): RunSubmission =>
      each(run, (one) => {
        const factor = one.workload === claim ? by : one.workload === under ? faster : 1;
        return factor === 1 ? one : quickened(one, factor);
      });
    const telling = { address: forger.address(0), change };
    const { id, code, suspicions } = await tell(forger, telling, {
      workloads: [claim, under],
      ...options(forger),
    });
    if (code !== null) return held(`refused, ${code}`);
    const met = await believed(forger, id, under);
    return met.harm || suspicions.length === 0
      ? met
      : held(`quarantined, ${suspicions.join(', ')}`);
  };

export const WIDENING: Forgeries = {
  'widening: a product at 40 TFLOPS for 100 TB/s of copies': widening({
    claim: 'gemm-512-fp32',
    by: 200,
    under: 'copy-512x2048-fp32',
    faster: 2000,
  }),
  'widening: a product at 40 TFLOPS for 100 TB/s of GEMV': widening({
    claim: 'gemm-512-fp32',
    by: 200,
    under: 'gemv-4096-fp32',
    faster: 2000,
  }),
  'widening: a convolution at 40 TFLOPS for int8 at 80': widening({
    claim: 'conv-3x3-256-14-fp32',
    by: 200,
    under: 'gemm-512-w8a8',
    faster: 200,
  }),
  'widening: copies at 100 TB/s for a product': widening({
    claim: 'copy-512x2048-fp32',
    by: 2000,
    under: 'gemm-512-fp32',
    faster: 3,
  }),
  'widening: a thousand threads for a product at 30 TFLOPS': async (forger) => {
    const cores = 1024;
    const device = forger.machine({
      engines: [{ ...WASM, gflops: 30_000, threads: cores, handoverMs: 0.001 }],
      environment: { cores },
    });
    const { id, code, suspicions } = await tell(
      forger,
      { address: forger.address(0) },
      { device, workloads: ['gemm-2048-fp32'], provenGflops: 100 },
    );
    if (code !== null) return held(`refused, ${code}`);
    return suspicions.length > 0
      ? held(`quarantined, ${suspicions.join(', ')}`)
      : believed(forger, id, 'gemm-2048-fp32');
  },
  'widening: a proof on WebGPU for a rate of WASM': async (forger) => {
    const device = forger.machine({ engines: [{ ...WASM, gflops: 1500 }, WEBGPU] });
    const { id, code } = await tell(
      forger,
      { address: forger.address(0) },
      { device, workloads: ['gemm-512-fp32'], provenGflops: 150 },
    );
    if (code !== null) return held(`refused, ${code}`);
    return believed(forger, id, 'gemm-512-fp32');
  },
  'widening: the name of a faster card for a rate above one’s own': async (forger) => {
    const device = forger.machine({ engines: [{ ...WEBGPU, gflops: 90_000 }] });
    const { id, code } = await tell(
      forger,
      { address: forger.address(0) },
      { device, workloads: ['gemm-1024-fp32'], provenGflops: 2000 },
    );
    if (code !== null) return held(`refused, ${code}`);
    return believed(forger, id, 'gemm-1024-fp32');
  },
};
