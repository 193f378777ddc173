// How long a simulated machine takes for one run of a workload: the roofline of its engine with
// what real runtimes get of it, the cost of every dispatch, and the handing over to another
// processor. Rates are shares of a product's rate on WASM and of the published peak elsewhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '@/lib/core/backend';
import type { ManifestEntry, Precision } from '@/lib/models/workload';
import { root } from '../root';

export interface Engine {
  readonly backend: Backend;
  /** What the shares below are shares of, 10⁹ FLOP/s in fp32. */
  readonly gflops: number;
  readonly gigabytesPerSecond: number;
  /** Each node that is left after fusion, microseconds. */
  readonly dispatchUs: number;
  /** Before any arithmetic of a run, milliseconds. */
  readonly handoverMs: number;
  readonly shares: Shares;
  readonly precisions: PrecisionFactors;
}

/** Kinds of work that runtimes get different parts of a machine's rate for. */
type WorkClass =
  | 'product'
  | 'attention'
  | 'convolution'
  | 'pointwise-convolution'
  | 'grouped-convolution'
  | 'depthwise-convolution'
  | 'recurrent'
  | 'convolutional-net'
  | 'mobile-net'
  | 'transformer'
  | 'training';
/**
 * `memory`: of the bandwidth, for kernels that only move and map values; `bandwidth`: for
 * everything else.
 */
export type Shares = Readonly<Record<WorkClass | 'bandwidth' | 'memory', number>>;
/** Rate over the fp32 rate. */
type PrecisionFactors = Readonly<Record<Precision, number>>;

/**
 * WASM, of a large product's rate and of a vector product's bandwidth: onnxruntime-web 1.30.0 in
 * Chromium 156, one thread of an AMD EPYC that was busy with other work, 2026-11-29, `npm run -s
 * bench -- --backends wasm --threads 1 --workloads …`. A 1024³ product ran at 32.8 GFLOPS, a 4096 ×
 * 4096 vector product at 26.9 GB/s. That of training is assumed.
 */
export const WASM_SHARES: Shares = {
  product: 1,
  attention: 0.72,
  convolution: 0.68,
  'pointwise-convolution': 0.91,
  'grouped-convolution': 0.41,
  'depthwise-convolution': 0.16,
  recurrent: 0.93,
  'convolutional-net': 1.02,
  'mobile-net': 0.6,
  transformer: 1.03,
  training: 0.6,
  bandwidth: 1,
  memory: 0.14,
};
export const WASM_PRECISIONS: PrecisionFactors = {
  fp32: 1,
  fp16: 0.35,
  w8a8: 2.4,
  w4a16: 0.4,
  w4a32: 1.03,
};
/** One thread, by `dispatch-1` and `dispatch-100` of the same run. */
export const WASM_COSTS = { handoverMs: 0.007, dispatchUs: 0.5 } as const;

/**
 * WebGPU, of the published peaks. Assumed, not measured: plain shaders without matrix units reach
 * about a third of a peak at large products, and less where there is little work for each dispatch.
 */
export const WEBGPU_SHARES: Shares = {
  product: 0.32,
  attention: 0.14,
  convolution: 0.17,
  'pointwise-convolution': 0.2,
  'grouped-convolution': 0.03,
  'depthwise-convolution': 0.01,
  recurrent: 0.02,
  'convolutional-net': 0.12,
  'mobile-net': 0.05,
  transformer: 0.2,
  training: 0.1,
  bandwidth: 0.65,
  memory: 0.7,
};
export const GPU_PRECISIONS: PrecisionFactors = {
  fp32: 1,
  fp16: 1.6,
  w8a8: 0.2,
  w4a16: 1.4,
  w4a32: 0.85,
};

/** WebNN, of the published peaks: the system's own libraries. Assumed. */
export const WEBNN_SHARES: Shares = {
  product: 0.45,
  attention: 0.2,
  convolution: 0.35,
  'pointwise-convolution': 0.3,
  'grouped-convolution': 0.08,
  'depthwise-convolution': 0.03,
  recurrent: 0.05,
  'convolutional-net': 0.22,
  'mobile-net': 0.1,
  transformer: 0.3,
  training: 0.1,
  bandwidth: 0.6,
  memory: 0.4,
};
export const NPU_PRECISIONS: PrecisionFactors = {
  fp32: 0.5,
  fp16: 1,
  w8a8: 2,
  w4a16: 1,
  w4a32: 0.5,
};

const MOBILE: ReadonlySet<string> = new Set([
  'MobileNet',
  'EfficientNet',
  'MNASNet',
  'RegNet',
  'ShuffleNet',
]);

function classOf({ id, kind, family, macsByOp, macs }: ManifestEntry): WorkClass {
  if (family === 'LSTM') return 'recurrent';
  if (family === 'Training step') return 'training';
  if (kind === 'model') {
    if (MOBILE.has(family)) return 'mobile-net';
    const convolved = Object.entries(macsByOp).reduce(
      (sum, [op, part]) => sum + (op.includes('Conv') ? part : 0),
      0,
    );
    return convolved > macs / 2 ? 'convolutional-net' : 'transformer';
  }
  if (family === 'Attention') return 'attention';
  if (id.startsWith('conv-depthwise')) return 'depthwise-convolution';
  if (id.startsWith('conv-grouped')) return 'grouped-convolution';
  if (id.startsWith('conv-1x1')) return 'pointwise-convolution';
  return id.includes('conv-') ? 'convolution' : 'product';
}

const nodes = new Map<string, number>();

/** Nodes of the graph as built. */
function nodesOf({ id }: ManifestEntry): number {
  const known = nodes.get(id);
  if (known !== undefined) return known;
  const rows = JSON.parse(
    readFileSync(join(root, 'lib/models/layer-tables', `${id}.json`), 'utf8'),
  ) as unknown[];
  nodes.set(id, rows.length);
  return rows.length;
}

/**
 * Of a net's nodes, those that runtimes do not fuse into others or leave out (reshapes,
 * BatchNormalization, clips).
 */
const LEFT_AFTER_FUSION = 0.45;

/** Milliseconds of one run. */
export function runMs(entry: ManifestEntry, engine: Engine): number {
  const { gflops, gigabytesPerSecond, dispatchUs, handoverMs, shares, precisions } = engine;
  const factor = precisions[entry.precision];
  const arithmeticMs = entry.flops / (gflops * shares[classOf(entry)] * factor * 1e6);
  const bytes =
    entry.weightBytes + entry.activationBytes * (entry.kind === 'model' ? LEFT_AFTER_FUSION : 1);
  const memoryMs =
    bytes / (gigabytesPerSecond * shares[entry.family === 'Memory' ? 'memory' : 'bandwidth'] * 1e6);
  const dispatches = entry.kind === 'model' ? nodesOf(entry) * LEFT_AFTER_FUSION : nodesOf(entry);
  return handoverMs + Math.max(arithmeticMs, memoryMs) + (dispatches * dispatchUs) / 1000;
}
