// What to feed a graph that nobody described: inputs of its declared types and extents, with values
// that are in range whatever they mean. Integers are 0 or 1, which are an index of every table, a
// mask and a token of every vocabulary.
import { err, ok, type Result } from '../core/result';
import type { Graph, ValueInfo } from '../onnx/ir';
import type { DataType } from '../onnx/types';
import type { InputDataType, InputSpec } from './workload';

/** The inputs that a run must give: those without an initialiser. */
export function fedInputs({ inputs, initializers }: Graph): readonly ValueInfo[] {
  const initialised = new Set(initializers.map(({ name }) => name));
  return inputs.filter(({ name }) => !initialised.has(name));
}

/** Why a graph cannot be fed. */
export type Unfeedable =
  | { readonly code: 'open-dimensions'; readonly dimensions: readonly string[] }
  | { readonly code: 'input-type'; readonly input: string; readonly type: string };

const FILLS: Partial<Record<DataType, readonly [InputDataType, low: number, high: number]>> = {
  float32: ['float32', -1, 1],
  float16: ['float16', -1, 1],
  int32: ['int32', 0, 2],
  int64: ['int64', 0, 2],
  uint8: ['uint8', 0, 2],
  int8: ['int8', 0, 2],
  bool: ['bool', 0, 2],
};

/**
 * Specifications of `inputs` with symbolic extents from `bind`, where an unnamed one of input x is
 * `x[0]`.
 */
export function specsOf(
  inputs: readonly ValueInfo[],
  bind: Readonly<Record<string, number>>,
): Result<readonly InputSpec[], Unfeedable> {
  const open = new Set<string>();
  const specs: InputSpec[] = [];
  for (const { name, type } of inputs) {
    if (type?.kind !== 'tensor' || type.dims === null || type.dtype === null) {
      return err({ code: 'input-type', input: name, type: type?.kind ?? 'unknown' });
    }
    const fill = FILLS[type.dtype];
    if (fill === undefined) return err({ code: 'input-type', input: name, type: type.dtype });
    const [dtype, low, high] = fill;
    const dims = type.dims.map((dim, axis) => {
      if (typeof dim === 'number') return dim;
      const symbol = dim ?? `${name}[${axis}]`;
      if (!Object.hasOwn(bind, symbol)) open.add(symbol);
      return bind[symbol] ?? 0;
    });
    specs.push({ name, dtype, dims, fill: { kind: 'uniform', low, high } });
  }
  return open.size > 0 ? err({ code: 'open-dimensions', dimensions: [...open] }) : ok(specs);
}
