// What a net is before batch, seed and precision are chosen: its layers as code, where its
// configuration was published and what it reads. `workloadsOf` turns it into one workload per batch
// and precision; a net's file exports them all.
import type { Model } from '@/lib/onnx/ir';
import { inPrecision } from '../variants/precision';
import type { Calibration } from '../variants/static-int8';
import type { InputSpec, Precision, PrimaryMetric, Workload } from '../workload';
import { type Feature, Layers } from './layers';

export interface Net {
  /**
   * torchvision's (or the config's) name in kebab-case; precision and batch are appended to make an
   * id.
   */
  readonly name: string;
  readonly title: string;
  readonly family: string;
  /** Paper and published configuration. */
  readonly source: string;
  readonly metric: PrimaryMetric;
  readonly inputs: (batch: number) => readonly InputSpec[];
  /** Batch sizes that are workloads of their own; default 1 alone. */
  readonly batches?: readonly number[];
  /** Precisions of the first batch size; default fp32 alone. */
  readonly precisions?: readonly Precision[];
  /** Ranges of activations (`npm run -s zoo -- calibrate`); with them, w8a8 is static. */
  readonly calibration?: Calibration;
  /** Adds all layers and returns the outputs. */
  readonly build: (layers: Layers, inputs: readonly Feature[]) => readonly Feature[];
}

/** An RGB image of unit variance: normalised pixels. */
export function imageInput(extent: number): (batch: number) => readonly InputSpec[] {
  return (batch) => [
    {
      name: 'input',
      dtype: 'float32',
      dims: [batch, 3, extent, extent],
      fill: { kind: 'uniform', low: -2, high: 2 },
    },
  ];
}

/** Describes an input of token ids, integers in [0, vocabulary). */
export function tokenInput(
  vocabulary: number,
  length: number,
): (batch: number) => readonly InputSpec[] {
  return (batch) => [
    {
      name: 'input_ids',
      dtype: 'int64',
      dims: [batch, length],
      fill: { kind: 'uniform', low: 0, high: vocabulary },
    },
  ];
}

function build(name: string, net: Net, batch: number, seed: number): Model {
  const layers = new Layers(name, seed);
  const inputs = net.inputs(batch).map(({ name, dtype, dims }) => layers.input(name, dtype, dims));
  for (const output of net.build(layers, inputs)) layers.output(output);
  return layers.finish();
}

/**
 * Engines sum in different orders: fifty layers deep that is some 1e-5 of the largest output, 1e-4
 * with Winograd.
 */
const FP32_TOLERANCE = 1e-3;

function workload(net: Net, batch: number): Workload {
  const id = `${net.name}${batch === 1 ? '' : `-b${batch}`}-fp32`;
  return {
    id,
    version: 1,
    kind: 'model',
    family: net.family,
    title: batch === 1 ? net.title : `${net.title}, batch ${batch}`,
    precision: 'fp32',
    batch,
    metric: net.metric,
    bound: 'mixed',
    source: net.source,
    inputs: net.inputs(batch),
    tolerance: FP32_TOLERANCE,
    build: (seed) => build(id, net, batch, seed),
  };
}

/** The workloads of networks: each batch, precision and pruning that a network names. */
export function workloadsOf(...nets: readonly Net[]): readonly Workload[] {
  return nets.flatMap((net) => {
    const [first, ...others] = (net.batches ?? [1]).map((batch) => workload(net, batch));
    const precisions = net.precisions ?? ['fp32'];
    return [
      ...precisions.map((precision) => inPrecision(first, precision, net.calibration)),
      ...others,
    ];
  });
}
