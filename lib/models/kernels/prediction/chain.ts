// A kernel of the suite `predict`: one kind of layer several times in a row, between a small input
// and a small output. Copying in and out is then a small part of its time, but where it is what the
// kernel is for, and its tensors lie where a net's would, because the layer before has just written
// them. No extent is one of a known net.
import { type Feature, Layers } from '../../nets/layers';
import { inPrecision } from '../../variants/precision';
import type { Calibration } from '../../variants/static-int8';
import type { Precision, Workload } from '../../workload';
import { activation } from '../kernel';

export interface Chain {
  /** Follows `predict-`, precedes the precision. */
  readonly name: string;
  readonly title: string;
  /** Of the tensor that the first link reads: [1, channels, height, width] or […, rows, width]. */
  readonly dims: readonly number[];
  /** Which axis the input spans; all others are broadcast. */
  readonly along: 'channels' | 'width';
  /** What is copied in or out as a whole. */
  readonly whole?: 'input' | 'output';
  readonly links: number;
  readonly link: (layers: Layers, x: Feature, at: number) => Feature;
  readonly precisions?: readonly Precision[];
  /** With it w8a8 is static, as convolutional nets have it. */
  readonly calibration?: Calibration;
}

/** Sums in another order, a dozen layers deep. */
const TOLERANCE = 1e-3;

/** Those of the axis that is spanned, 1 elsewhere. */
const spannedDims = ({ dims, along }: Chain): readonly number[] =>
  dims.map((extent, axis) => (axis === (along === 'channels' ? 1 : dims.length - 1) ? extent : 1));
const inputDims = (chain: Chain): readonly number[] =>
  chain.whole === 'input' ? chain.dims : spannedDims(chain);
const startDims = (chain: Chain): readonly number[] =>
  chain.whole === 'input' ? spannedDims(chain) : chain.dims;

/** One place of every axis that the input does not span. */
function corner(layers: Layers, x: Feature, along: Chain['along']): Feature {
  const spanned = along === 'channels' ? 1 : x.dims.length - 1;
  return x.dims.reduce(
    (y, extent, axis) => (axis === spanned || extent === 1 ? y : layers.slice(y, axis, 0, 1)),
    x,
  );
}

function build(id: string, chain: Chain, seed: number): ReturnType<Workload['build']> {
  const layers = new Layers(id, seed);
  const x = layers.input('x', 'float32', inputDims(chain));
  const start = layers.parameter('start', startDims(chain), -1, 1);
  let y = chain.whole === 'input' ? layers.add(x, start) : layers.add(start, x);
  for (let at = 0; at < chain.links; at += 1) y = chain.link(layers, y, at);
  layers.output(chain.whole === 'output' ? y : corner(layers, y, chain.along));
  return layers.finish();
}

/** The workloads of a chain, one per precision. */
export function chained(chain: Chain): readonly Workload[] {
  const { name, title, precisions = ['fp32'], calibration } = chain;
  const id = `predict-${name}-fp32`;
  const fp32: Workload = {
    id,
    version: 1,
    kind: 'kernel',
    family: 'Prediction',
    title,
    precision: 'fp32',
    batch: 1,
    metric: 'ms',
    bound: 'mixed',
    source: 'docs/prediction.md, “The kernels”',
    inputs: [activation('x', inputDims(chain))],
    tolerance: TOLERANCE,
    build: (seed) => build(id, chain, seed),
  };
  return precisions.map((precision) => inPrecision(fp32, precision, calibration));
}
