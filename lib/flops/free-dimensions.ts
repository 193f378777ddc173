// The dimensions of a model's inputs that a user may bind, by the names that `CountOptions.bind` takes.
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
