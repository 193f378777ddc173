// The names of the dimensions that a node waits for: those in the shapes of what it reads and
// makes, and among the elements of what it reads as extents.
import type { Fact } from '@/lib/onnx/infer/fact';
import type { NodeView } from '@/lib/onnx/infer/node-view';

/** A list for people: more names than this help nobody. */
const MOST = 8;

/** Names of the unbound dimensions that a node's shapes wait for. */
export function openDimensions(view: NodeView): readonly string[] {
  const names = new Set<string>();
  const look = (fact: Fact | undefined): void => {
    if (fact?.kind !== 'tensor') return;
    for (const list of [fact.dims, fact.values]) {
      if (list === null) continue;
      for (const item of list) if (typeof item === 'string' && names.size < MOST) names.add(item);
    }
  };
  for (let i = 0; i < view.inputCount; i += 1) look(view.input(i));
  for (let i = 0; i < view.outputCount; i += 1) look(view.output(i));
  return [...names];
}
