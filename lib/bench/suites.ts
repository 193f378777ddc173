// The suites: which workloads run on which backends and how long each may take. Versioned, because versions never mix on
// the board; kernels stand first, so that a model's rate is shown against this device's own kernel peak.
import type { Backend } from '@/lib/core/backend';

export const SUITE_IDS = ['smoke', 'quick'] as const;
export type SuiteId = (typeof SUITE_IDS)[number];

export interface Suite {
  readonly id: SuiteId;
  readonly version: number;
  readonly title: string;
  /** One line for the picker. */
  readonly description: string;
  readonly workloads: readonly string[];
  readonly backends: readonly Backend[];
  /** Warm-up and sampling of one workload on one backend. */
  readonly capMs: number;
}

export const SUITES: Readonly<Record<SuiteId, Suite>> = {
  smoke: {
    id: 'smoke',
    version: 1,
    title: 'Smoke',
    description: 'One kernel and one model on the CPU, under 30 seconds.',
    workloads: ['gemm-512-fp32', 'mobilenet-v2-fp32'],
    backends: ['wasm'],
    capMs: 4000,
  },
  quick: {
    id: 'quick',
    version: 1,
    title: 'Quick',
    description: 'Kernels and a mobile net on every backend, about a minute.',
    workloads: ['gemm-512-fp32', 'gemm-1024-fp32', 'mobilenet-v2-fp32'],
    backends: ['wasm', 'webgpu'],
    capMs: 4000,
  },
};
