// Multiply-accumulates from the shapes that really occurred: native ONNX Runtime runs the model
// with every value as an output. The formulas are written here once more (flop-formulas: out × C ÷
// group × kernel, batch × M × K × N, …), so that nothing is shared with the counter that they
// verify.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { graphOf, type ProtoGraph, type ProtoNode, withOutputs } from './onnx-proto';

type Shape = readonly number[];

export interface Observed {
  readonly macs: bigint;
  /** Shapes of all values, weights included. */
  readonly shapes: ReadonlyMap<string, Shape>;
}

const volume = (dims: Shape): bigint => dims.reduce((product, dim) => product * BigInt(dim), 1n);

class Observation {
  private readonly shapes: ReadonlyMap<string, Shape>;

  constructor(shapes: ReadonlyMap<string, Shape>) {
    this.shapes = shapes;
  }

  private shape(node: ProtoNode, list: 'input' | 'output', at: number): Shape {
    const name = node[list][at] ?? '';
    const found = this.shapes.get(name);
    if (found === undefined)
      throw new Error(`${node.opType} '${node.name}': no shape for ${list} ${at} '${name}'`);
    return found;
  }

  private attribute(node: ProtoNode, name: string, fallback: number): number {
    return node.attribute.find((attribute) => attribute.name === name)?.i ?? fallback;
  }

  private given(node: ProtoNode, at: number): boolean {
    return (node.input[at] ?? '') !== '';
  }

  macs(node: ProtoNode): bigint {
    const x = (at: number): Shape => this.shape(node, 'input', at);
    const y = (at = 0): Shape => this.shape(node, 'output', at);
    const kernel = (at: number): bigint => volume(x(at).slice(1));
    switch (node.opType) {
      case 'Conv':
      case 'FusedConv':
      case 'ConvInteger':
        return volume(y()) * kernel(1);
      case 'QLinearConv':
        return volume(y()) * kernel(3);
      case 'ConvTranspose':
        return volume(x(0)) * kernel(1);
      case 'Gemm': {
        const depth = x(0)[this.attribute(node, 'transA', 0) === 1 ? 0 : 1] ?? 0;
        return volume(y()) * BigInt(depth);
      }
      case 'MatMul':
      case 'FusedMatMul':
      case 'MatMulInteger':
      case 'DynamicQuantizeMatMul':
      case 'QLinearMatMul':
        return volume(y()) * BigInt(x(0).at(-1) ?? 1);
      case 'MatMulNBits':
        return volume(y()) * BigInt(this.attribute(node, 'K', 0));
      case 'LSTM':
      case 'GRU':
      case 'RNN': {
        const [steps = 0, batch = 0] = x(0);
        return BigInt(steps * batch) * (volume(x(1)) + volume(x(2)));
      }
      case 'MultiHeadAttention': {
        const [batch = 0, queries = 0, width = 0] = y();
        const keys = node.output[1] ? (y(1)[2] ?? 0) : (x(1)[1] ?? 0);
        return 2n * BigInt(batch * queries) * BigInt(keys * width);
      }
      case 'GroupQueryAttention': {
        const [batch = 0, queries = 0, width = 0] = y();
        return 2n * BigInt(batch) * BigInt(queries) * BigInt(y(1)[2] ?? 0) * BigInt(width);
      }
      case 'Attention': {
        const [q, k, v] = [x(0), x(1), x(2)];
        if (q.length !== 4) throw new Error(`Attention '${node.name}' with packed heads`);
        const past = this.given(node, 4) ? (x(4)[2] ?? 0) : 0;
        const scores =
          BigInt(q[0] ?? 0) * BigInt(q[1] ?? 0) * BigInt(q[2] ?? 0) * BigInt((k[2] ?? 0) + past);
        return scores * BigInt((q[3] ?? 0) + (v[3] ?? 0));
      }
      default:
        return 0n;
    }
  }
}

function written(folder: string, bytes: Uint8Array): string {
  const path = join(folder, 'exposed.onnx');
  writeFileSync(path, bytes);
  return path;
}

const namesIn = (graph: ProtoGraph): readonly string[] => [
  ...new Set(graph.node.flatMap(({ output }) => output).filter((name) => name !== '')),
];

/**
 * Runs the model on `feeds` and adds up what its nodes multiplied. `folder` holds its sidecars,
 * where it has some.
 */
export async function observe(
  bytes: Uint8Array,
  feeds: Readonly<Record<string, ort.Tensor>>,
  folder: string | null = null,
): Promise<Observed> {
  const graph = graphOf(bytes);
  const outputs = new Set(graph.output.map(({ name }) => name));
  const inner = namesIn(graph).filter((name) => !outputs.has(name));
  const options = {
    graphOptimizationLevel: 'disabled',
    enableMemPattern: false,
    logSeverityLevel: 3,
  } as const;
  const exposed = withOutputs(bytes, inner);
  const session = await (folder === null
    ? ort.InferenceSession.create(exposed, options)
    : ort.InferenceSession.create(written(folder, exposed), options));
  const results = await session.run(feeds);
  const shapes = new Map<string, Shape>(graph.initializer.map(({ name, dims }) => [name, dims]));
  for (const [name, { dims }] of Object.entries(feeds)) shapes.set(name, dims);
  for (const [name, tensor] of Object.entries(results)) shapes.set(name, tensor.dims);
  await session.release();
  const observation = new Observation(shapes);
  return { macs: graph.node.reduce((sum, node) => sum + observation.macs(node), 0n), shapes };
}
