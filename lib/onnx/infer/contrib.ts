// The remaining com.microsoft operators that browser models contain: fused activations and expert
// mixtures, all of which keep the shape of an input. Source: onnxruntime ContribOperators.md.
import { broadcast } from './dims';
import { tensor } from './fact';
import { type Rules, rulesFor } from './node-view';
import { same } from './pointwise';

const domain = (names: string): string => names.replace(/\S+/g, 'com.microsoft:$&');

export const CONTRIB: Rules = {
  ...rulesFor(domain('Gelu FastGelu QuickGelu BiasGelu Swish MoE QMoE Trilu BiasSoftmax'), same),
  ...rulesFor(domain('BiasAdd'), (n) => [tensor(n.dtype(0), broadcast(n.dims(0), n.dims(2)))]),
  /** [N, S, 2·C] halves into [N, S, C]. */
  ...rulesFor(domain('BiasSplitGelu'), (n) => {
    const x = n.dims(0);
    const last = x?.[x.length - 1];
    return [
      tensor(
        n.dtype(0),
        x === null || typeof last !== 'number' ? null : [...x.slice(0, -1), last / 2],
      ),
    ];
  }),
  ...rulesFor(domain('ExpandDims'), (n) => {
    const [x, axis] = [n.dims(0), n.number(1)];
    if (x === null || axis === null) return [tensor(n.dtype(0), null)];
    const at = axis < 0 ? axis + x.length + 1 : axis;
    return [tensor(n.dtype(0), [...x.slice(0, at), 1, ...x.slice(at)])];
  }),
};
