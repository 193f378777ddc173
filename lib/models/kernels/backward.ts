// The backward pass of a matrix product and of a convolution as graphs of their own. dX multiplies
// the output's gradient by the transposed weight, dW sums input times gradient; each costs what the
// forward pass costs.

import { scaled } from '../weights';
import type { Workload } from '../workload';
import { activation, kernels } from './kernel';

const N = 1024;
const CHANNELS = 64;
const EXTENT = 56;
const IMAGE = [1, CHANNELS, EXTENT, EXTENT];
const KERNEL = [CHANNELS, CHANNELS, 3, 3];

const COMMON = { family: 'Backward', metric: 'GFLOPS', bound: 'compute' } as const;

const GEMM_DX = kernels({
  ...COMMON,
  name: `backward-gemm-dx-${N}`,
  title: `Gradient of the input of a ${N}³ product`,
  source: 'dX = dY·Wᵀ',
  inputs: [activation('dy', [N, N])],
  build: (g, seed) => {
    const dy = g.input('dy', 'float32', [N, N]);
    const w = g.parameter('w', 'float32', [N, N], scaled(seed, 'w', N));
    g.output(g.node('Gemm', [dy, w], { transB: 1 }, { name: 'dx' }), 'float32', [N, N]);
  },
});

const GEMM_DW = kernels({
  ...COMMON,
  name: `backward-gemm-dw-${N}`,
  title: `Gradient of the weight of a ${N}³ product`,
  source: 'dW = Xᵀ·dY',
  inputs: [activation('x', [N, N]), activation('dy', [N, N])],
  build: (g) => {
    const x = g.input('x', 'float32', [N, N]);
    const dy = g.input('dy', 'float32', [N, N]);
    g.output(g.node('Gemm', [x, dy], { transA: 1 }, { name: 'dw' }), 'float32', [N, N]);
  },
});

const CONV_DX = kernels({
  ...COMMON,
  name: `backward-conv-dx-3x3-${CHANNELS}-${EXTENT}`,
  title: `Gradient of the input of a 3×3 convolution, ${CHANNELS} channels, ${EXTENT}²`,
  source: 'dX: ConvTranspose of dY with the same weight',
  inputs: [activation('dy', IMAGE)],
  build: (g, seed) => {
    const dy = g.input('dy', 'float32', IMAGE);
    const w = g.parameter('w', 'float32', KERNEL, scaled(seed, 'w', CHANNELS * 9));
    const dx = g.node(
      'ConvTranspose',
      [dy, w],
      { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
      { name: 'dx' },
    );
    g.output(dx, 'float32', IMAGE);
  },
});

/**
 * Batch and channels change places: the sum over positions becomes a convolution with dY as its
 * kernel.
 */
const CONV_DW = kernels({
  ...COMMON,
  name: `backward-conv-dw-3x3-${CHANNELS}-${EXTENT}`,
  title: `Gradient of the weight of a 3×3 convolution, ${CHANNELS} channels, ${EXTENT}²`,
  source: 'dW: Conv of X with dY as kernel, batch and channels exchanged',
  inputs: [activation('x', IMAGE), activation('dy', IMAGE)],
  build: (g) => {
    const x = g.node('Transpose', [g.input('x', 'float32', IMAGE)], { perm: [1, 0, 2, 3] });
    const dy = g.node('Transpose', [g.input('dy', 'float32', IMAGE)], { perm: [1, 0, 2, 3] });
    const attributes = { kernel_shape: [EXTENT, EXTENT], pads: [1, 1, 1, 1] };
    const dw = g.node(
      'Transpose',
      [g.node('Conv', [x, dy], attributes)],
      { perm: [1, 0, 2, 3] },
      { name: 'dw' },
    );
    g.output(dw, 'float32', KERNEL);
  },
});

export const WORKLOADS: readonly Workload[] = [...GEMM_DX, ...GEMM_DW, ...CONV_DX, ...CONV_DW];
