// The dimensions of a model's inputs that a user may bind, by the names that `CountOptions.bind` takes.
import { bodiesOf } from '@/lib/onnx/bodies';
import type { Graph } from '@/lib/onnx/ir';

export interface FreeDimension {
  readonly name: string;
  /** Inputs in whose shape it stands. */
  readonly inputs: readonly string[];
}

export function freeDimensionsOf(graph: Graph): readonly FreeDimension[] {
  const initialised = new Set(graph.initializers.map(({ name }) => name));
  const inputs = new Map<string, string[]>();
  for (const { name, type } of graph.inputs) {
    if (type?.kind !== 'tensor' || type.dims === null || initialised.has(name)) continue;
    type.dims.forEach((dim, i) => {
      if (typeof dim === 'number') return;
      const symbol = dim ?? `${name}[${i}]`;
      const users = inputs.get(symbol) ?? [];
      if (!users.includes(name)) users.push(name);
      inputs.set(symbol, users);
    });
  }
  return [...inputs].map(([name, users]) => ({ name, inputs: users }));
}

/** Every name that `CountOptions.bind` listens to: free dimensions by symbol or place, and symbols that stand further inside. */
export function bindableNames(graph: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, type } of [...graph.inputs, ...graph.valueInfo, ...graph.outputs]) {
    if (type?.kind !== 'tensor') continue;
    type.dims?.forEach((dim, i) => {
      if (typeof dim === 'number') return;
      names.add(`${name}[${i}]`);
      if (dim !== null) names.add(dim);
    });
  }
  for (const node of graph.nodes) {
    for (const body of bodiesOf(node)) for (const name of bindableNames(body)) names.add(name);
  }
  return names;
}
