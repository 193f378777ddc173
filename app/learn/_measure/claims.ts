// What the chapters let a reader measure: a claim, the few configurations that show it, and the
// sentence that its times make. Shared by the server, which draws the empty table, and the browser,
// which fills it. Every time is taken by the engine of /run with its rules for samples, in one pass
// each, so that the answer is there in seconds.
import type { Backend } from '@/lib/core/backend';
import type { ChapterSlug } from '@/lib/views/chapters';
import type { GraphId } from './graphs';

export interface Configuration {
  readonly key: string;
  readonly label: string;
  readonly backend: Extract<Backend, 'wasm' | 'webgpu'>;
  readonly threads: 'one' | 'all';
  /** A pinned workload, which the board knows too, or a graph that is built for this claim. */
  readonly subject: { readonly workload: string } | { readonly graph: GraphId };
}

export interface Timed {
  readonly ms: number;
  /** Half of the 95 % interval; null where too few samples were taken for one. */
  readonly halfWidthMs: number | null;
}

/** By configuration; what this browser cannot run is absent. */
export type Times = ReadonlyMap<string, Timed>;

export interface Claim {
  readonly id: string;
  readonly chapter: ChapterSlug;
  readonly title: string;
  /** What is about to be compared, and why. */
  readonly lead: string;
  readonly configurations: readonly Configuration[];
  /** Warm-up and samples of one configuration together. */
  readonly capMs: number;
  /** What the times say; null while too few of them are known. */
  readonly answer: (times: Times) => string | null;
}

const wasm = (
  key: string,
  label: string,
  subject: Configuration['subject'],
  threads: Configuration['threads'] = 'all',
): Configuration => ({ key, label, backend: 'wasm', threads, subject });
const webgpu = (key: string, label: string, subject: Configuration['subject']): Configuration => ({
  key,
  label,
  backend: 'webgpu',
  threads: 'one',
  subject,
});

/** 2.31 → "2.3 times", 14.2 → "14 times". */
function timesWords(ratio: number): string {
  return `${Number(ratio.toPrecision(2))} times`;
}

/**
 * `a` beside `b` as "2.3 times as fast" or "2.3 times as slow"; "about as fast" within a tenth, or
 * where the intervals overlap.
 */
export function speedWords(a: Timed, b: Timed): string {
  if (Math.abs(a.ms - b.ms) <= (a.halfWidthMs ?? 0) + (b.halfWidthMs ?? 0)) return 'about as fast';
  const ratio = b.ms / a.ms;
  if (ratio > 1.1) return `${timesWords(ratio)} as fast`;
  if (ratio < 1 / 1.1) return `${timesWords(1 / ratio)} as slow`;
  return 'about as fast';
}

function pair(times: Times, a: string, b: string): readonly [Timed, Timed] | null {
  const [first, second] = [times.get(a), times.get(b)];
  return first === undefined || second === undefined ? null : [first, second];
}

const PRODUCT = { workload: 'gemm-512-fp32' } as const;
const SMALL = { workload: 'gemm-128-fp32' } as const;
const LARGE = { workload: 'gemm-1024-fp32' } as const;

export const CLAIMS: readonly Claim[] = [
  {
    id: 'threads',
    chapter: 'roofline',
    title: 'One product, three ways',
    lead: 'A product of two 512 × 512 matrices: with one thread, with all threads, and on the GPU.',
    configurations: [
      wasm('one', 'WASM, one thread', PRODUCT, 'one'),
      wasm('all', 'WASM, all threads', PRODUCT),
      webgpu('gpu', 'WebGPU', PRODUCT),
    ],
    capMs: 700,
    answer: (times) => {
      const threads = pair(times, 'all', 'one');
      if (threads === null) return null;
      const gpu = pair(times, 'gpu', 'all');
      const first = `All threads are ${speedWords(...threads)} as one.`;
      return gpu === null ? first : `${first} WebGPU is ${speedWords(...gpu)} as all threads.`;
    },
  },
  {
    id: 'small-and-large',
    chapter: 'processors',
    title: 'Small work and large work',
    lead: 'The same operation at two sizes, 512 times apart in FLOPs, on both processors.',
    configurations: [
      wasm('small-cpu', '128³ on WASM', SMALL),
      wasm('large-cpu', '1024³ on WASM', LARGE),
      webgpu('small-gpu', '128³ on WebGPU', SMALL),
      webgpu('large-gpu', '1024³ on WebGPU', LARGE),
    ],
    capMs: 700,
    answer: (times) => {
      const small = pair(times, 'small-gpu', 'small-cpu');
      const large = pair(times, 'large-gpu', 'large-cpu');
      if (small === null || large === null) {
        const cpu = pair(times, 'small-cpu', 'large-cpu');
        if (cpu === null) return null;
        return `The large product took ${timesWords(cpu[1].ms / cpu[0].ms)} the time of the small one, for 512 times the FLOPs.`;
      }
      return `At 128³ WebGPU is ${speedWords(...small)} as WASM, at 1024³ ${speedWords(...large)}.`;
    },
  },
  {
    id: 'bits',
    chapter: 'precision',
    title: 'The same product in fewer bits',
    lead: 'A 512³ product in fp32, in 8-bit integers, and, where the GPU has it, in fp16.',
    configurations: [
      wasm('fp32', 'fp32 on WASM', PRODUCT),
      wasm('int8', 'int8 on WASM', { workload: 'gemm-512-w8a8' }),
      webgpu('gpu-fp32', 'fp32 on WebGPU', PRODUCT),
      webgpu('gpu-fp16', 'fp16 on WebGPU', { workload: 'gemm-512-fp16' }),
    ],
    capMs: 700,
    answer: (times) => {
      const integers = pair(times, 'int8', 'fp32');
      if (integers === null) return null;
      const halves = pair(times, 'gpu-fp16', 'gpu-fp32');
      const first = `int8 is ${speedWords(...integers)} as fp32 on the CPU.`;
      return halves === null
        ? first
        : `${first} fp16 is ${speedWords(...halves)} as fp32 on the GPU.`;
    },
  },
  {
    id: 'zeros',
    chapter: 'pruning',
    title: 'Half of the weights are gone',
    lead: 'A linear layer with 2048 inputs and outputs for 64 rows: whole, with half of its weights set to zero, and with half of its outputs taken out.',
    configurations: [
      wasm('whole', 'All weights', { graph: 'linear-whole' }),
      wasm('scattered', 'Half are zero, scattered', { graph: 'linear-scattered' }),
      wasm('channels', 'Half of the channels left', { graph: 'linear-channels' }),
    ],
    capMs: 700,
    answer: (times) => {
      const scattered = pair(times, 'scattered', 'whole');
      const channels = pair(times, 'channels', 'whole');
      if (scattered === null || channels === null) return null;
      return `With scattered zeros the layer is ${speedWords(...scattered)} as the whole one, with half of the channels ${speedWords(...channels)}.`;
    },
  },
  {
    id: 'depthwise',
    chapter: 'efficient-networks',
    title: 'Equal FLOPs, unequal times',
    lead: 'A dense and a depthwise 3 × 3 convolution with the same number of multiply-accumulates; then two networks.',
    configurations: [
      wasm('dense', 'Dense convolution', { graph: 'conv-dense' }),
      wasm('depthwise', 'Depthwise convolution', { graph: 'conv-depthwise' }),
      wasm('resnet', 'ResNet-18', { workload: 'resnet18-fp32' }),
      wasm('mobilenet', 'MobileNetV2', { workload: 'mobilenet-v2-fp32' }),
    ],
    capMs: 380,
    answer: (times) => {
      const kinds = pair(times, 'depthwise', 'dense');
      const nets = pair(times, 'mobilenet', 'resnet');
      if (kinds === null) return null;
      const first = `The depthwise convolution is ${speedWords(...kinds)} as the dense one at equal FLOPs.`;
      return nets === null ? first : `${first} MobileNetV2 is ${speedWords(...nets)} as ResNet-18.`;
    },
  },
  {
    id: 'batch',
    chapter: 'attention',
    title: 'One token, many tokens',
    lead: 'The same layer of 2048 × 2048 weights for one row, as in writing a text, and for 32 rows, as in reading one.',
    configurations: [
      wasm('row', 'One row', { graph: 'linear-row' }),
      wasm('rows', '32 rows', { graph: 'linear-rows' }),
      wasm('prefill', 'Attention over 512 tokens', {
        workload: 'attention-prefill-12x512x64-fp32',
      }),
      wasm('decode', 'Attention for one more token', {
        workload: 'attention-decode-12x2048x64-fp32',
      }),
    ],
    capMs: 500,
    answer: (times) => {
      const rows = pair(times, 'rows', 'row');
      if (rows === null) return null;
      return `32 rows took ${timesWords(rows[0].ms / rows[1].ms)} the time of one, for 32 times the FLOPs.`;
    },
  },
];

export const claimOf = (id: string): Claim | undefined => CLAIMS.find((claim) => claim.id === id);
