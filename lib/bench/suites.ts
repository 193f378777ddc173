// The suites: which workloads run on which backends and how long each may take. Versioned, because
// versions never mix on the board; kernels stand first, so that a model's rate is shown against
// this device's own kernel peak.
import type { Backend } from '@/lib/core/backend';
import { ONE_THREAD_KERNELS, PREDICTION_KERNELS } from './prediction-kernels';

export const SUITE_IDS = ['smoke', 'quick', 'standard', 'full', 'predict', 'sustained'] as const;
export type SuiteId = (typeof SUITE_IDS)[number];

/** What a run may be sent as: a suite, or `custom` where the visitor chose other workloads. */
export const WIRE_SUITES = [...SUITE_IDS, 'custom'] as const;
export type WireSuite = (typeof WIRE_SUITES)[number];

/** Some workloads of a suite. */
export type Selection = 'all' | readonly string[];

export interface Suite {
  readonly id: SuiteId;
  readonly version: number;
  readonly title: string;
  /** One line for the picker. */
  readonly description: string;
  /**
   * In the order of the manifest within kernels and models; 'all' is the manifest but for the
   * kernels of predictions.
   */
  readonly workloads: Selection;
  readonly backends: readonly Backend[];
  /**
   * Measured on WASM with one thread too, as rows of their own beside those with a thread per core.
   */
  readonly oneThread: Selection;
  /** Measured on WebGPU with graph capture too, as rows of their own. */
  readonly graphCapture: Selection;
  /** One workload on the first backend that can, for ten minutes (PROTOCOL.sustained). */
  readonly sustained: boolean;
  /**
   * Each step once, all of a backend and thread count in one worker, instead of twice in workers of
   * their own: for many small kernels whose sum matters and not each of them.
   */
  readonly brief: boolean;
  /** Work between start and commit of the proof of each backend. */
  readonly proofMs: number;
  /** Warm-up and sampling of one workload on one backend with one thread count. */
  readonly capMs: Readonly<Record<'kernel' | 'model', number>>;
}

export const SUITES: Readonly<Record<SuiteId, Suite>> = {
  smoke: {
    id: 'smoke',
    version: 1,
    title: 'Smoke',
    description: 'One kernel and one model on the CPU, under 30 seconds.',
    workloads: ['gemm-512-fp32', 'mobilenet-v2-fp32'],
    backends: ['wasm'],
    oneThread: [],
    graphCapture: [],
    sustained: false,
    brief: false,
    proofMs: 600,
    capMs: { kernel: 4000, model: 4000 },
  },
  quick: {
    id: 'quick',
    version: 3,
    title: 'Quick',
    description: 'Six kernels and two networks, on CPU and GPU. About a minute.',
    workloads: [
      'gemm-1024-fp32',
      'conv-3x3-256-14-fp32',
      'copy-512x2048-fp32',
      'dispatch-1-fp32',
      'dispatch-10-fp32',
      'dispatch-100-fp32',
      'mobilenet-v2-fp32',
      'resnet18-fp32',
    ],
    backends: ['wasm', 'webgpu'],
    oneThread: ['gemm-1024-fp32', 'mobilenet-v2-fp32'],
    graphCapture: ['mobilenet-v2-fp32'],
    sustained: false,
    brief: false,
    proofMs: 1500,
    capMs: { kernel: 1600, model: 3000 },
  },
  standard: {
    id: 'standard',
    version: 3,
    title: 'Standard',
    description:
      'Kernels of every class and eight networks, two of them in 16-bit floats. Up to five minutes.',
    workloads: [
      'gemm-512-fp32',
      'gemm-1024-fp32',
      'gemm-1024-fp16',
      'gemm-1024-w8a8',
      'gemv-4096-fp32',
      'conv-3x3-256-14-fp32',
      'conv-1x1-256-64-56-fp32',
      'conv-depthwise-3x3-144-56-fp32',
      'attention-prefill-12x512x64-fp32',
      'softmax-512x2048-fp32',
      'copy-512x2048-fp32',
      'dispatch-1-fp32',
      'dispatch-10-fp32',
      'dispatch-100-fp32',
      'mobilenet-v2-fp32',
      'mobilenet-v2-fp16',
      'mobilenet-v3-small-fp32',
      'squeezenet1-1-fp32',
      'shufflenet-v2-x1-0-fp32',
      'efficientnet-b0-fp32',
      'googlenet-fp32',
      'resnet18-fp32',
      'resnet50-fp32',
      'resnet50-fp16',
    ],
    backends: ['wasm', 'webgpu'],
    oneThread: [
      'gemm-1024-fp32',
      'conv-3x3-256-14-fp32',
      'copy-512x2048-fp32',
      'mobilenet-v2-fp32',
      'resnet50-fp32',
    ],
    graphCapture: [
      'dispatch-1-fp32',
      'dispatch-10-fp32',
      'dispatch-100-fp32',
      'mobilenet-v2-fp32',
      'efficientnet-b0-fp32',
      'resnet50-fp32',
    ],
    sustained: false,
    brief: false,
    proofMs: 3000,
    capMs: { kernel: 3500, model: 3500 },
  },
  full: {
    id: 'full',
    version: 2,
    title: 'Full',
    description: 'Every workload on every backend that fits this device. Half an hour or more.',
    workloads: 'all',
    backends: ['wasm', 'webgpu', 'webnn-cpu', 'webnn-gpu', 'webnn-npu'],
    oneThread: 'all',
    graphCapture: 'all',
    sustained: false,
    brief: false,
    proofMs: 4000,
    capMs: { kernel: 5000, model: 5000 },
  },
  predict: {
    id: 'predict',
    version: 2,
    title: 'Predict',
    description:
      'Small kernels of every kind and size, from which the time of any network follows. About two minutes.',
    workloads: PREDICTION_KERNELS,
    backends: ['wasm', 'webgpu'],
    oneThread: ONE_THREAD_KERNELS,
    graphCapture: [],
    sustained: false,
    brief: true,
    proofMs: 1500,
    capMs: { kernel: 260, model: 1000 },
  },
  sustained: {
    id: 'sustained',
    version: 1,
    title: 'Sustained',
    description: 'One network for ten minutes: how much of its first speed a device keeps.',
    workloads: ['resnet50-fp32'],
    backends: ['webgpu', 'wasm'],
    oneThread: [],
    graphCapture: [],
    sustained: true,
    brief: false,
    proofMs: 4000,
    capMs: { kernel: 4000, model: 4000 },
  },
};

/** Whether a selection of workloads contains this id. */
export const selects = (selection: Selection, id: string): boolean =>
  selection === 'all' || selection.includes(id);
