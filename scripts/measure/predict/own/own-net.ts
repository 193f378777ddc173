// A net that predictions are judged by and nothing is chosen by: its layers, its inputs, and
// whether it is written in QDQ form.
import { type Feature, Layers } from '@/lib/models/nets/layers';
import { calibrationOf, toStaticInt8 } from '@/lib/models/variants/static-int8';
import type { InputSpec } from '@/lib/models/workload';
import type { Model } from '@/lib/onnx/ir';

export interface OwnNet {
  readonly name: string;
  readonly title: string;
  readonly inputs: readonly InputSpec[];
  readonly build: (layers: Layers, inputs: readonly Feature[]) => readonly Feature[];
  /** Written with weights and activations of 8 bits. */
  readonly static8?: boolean;
}

/** Of activations: how long a layer takes depends on it only in that a ReLU's begins at 0. */
const RANGE = [-8, 8];
const RECTIFIED = [0, 8];

export function modelOf(net: OwnNet, seed: number): Model {
  const layers = new Layers(net.name, seed);
  const inputs = net.inputs.map(({ name, dtype, dims }) => layers.input(name, dtype, dims));
  for (const output of net.build(layers, inputs)) layers.output(output);
  const model = layers.finish();
  if (net.static8 !== true) return model;
  const { model: folded, tensors } = calibrationOf(model);
  const rectified = new Set(
    folded.graph.nodes.flatMap(({ opType, outputs }) => (opType === 'Relu' ? outputs : [])),
  );
  const ranges = tensors.map((name) => [name, rectified.has(name) ? RECTIFIED : RANGE]);
  return toStaticInt8(model, Object.fromEntries(ranges));
}
