// A convolution followed by a normalisation with fixed statistics is one convolution: W' = W·s and
// b' = β − (μ − b)·s with s = γ/√(σ² + ε), per output channel (Jacob et al. 2017, arXiv:1712.05877,
// section 3.2). Integer forms need it, because an 8-bit result cannot be normalised afterwards.
import { attributeNamed, type Graph, type Model, type Node, type Tensor } from '@/lib/onnx/ir';
import { float32Elements, shared } from './weight-source';

/** BatchNormalization's default, where the attribute is absent. */
const EPSILON = 1e-5;

interface Pair {
  readonly convolution: Node;
  readonly normalisation: Node;
}

/** Convolutions whose only reader is a normalisation, by the name of what they give. */
function pairs({ nodes, outputs }: Graph): ReadonlyMap<string, Pair> {
  const readers = new Map<string, number>(outputs.map(({ name }) => [name, 1]));
  for (const { inputs } of nodes)
    for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  const convolutions = new Map(
    nodes.filter(({ opType }) => opType === 'Conv').map((node) => [node.outputs[0], node]),
  );
  return new Map(
    nodes.flatMap((normalisation) => {
      const [x] = normalisation.inputs;
      const convolution = convolutions.get(x);
      const folds = normalisation.opType === 'BatchNormalization' && readers.get(x) === 1;
      return folds && convolution !== undefined
        ? [[x, { convolution, normalisation }] as const]
        : [];
    }),
  );
}

interface Folded {
  readonly weight: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
}

function fold({ convolution, normalisation }: Pair, tensorOf: (name: string) => Tensor): Folded {
  const weight = float32Elements(tensorOf(convolution.inputs[1]));
  const [, ...statistics] = normalisation.inputs;
  const [gamma, beta, mean, variance] = statistics.map((name) => float32Elements(tensorOf(name)));
  const given = convolution.inputs[2] ?? '';
  const bias = given === '' ? new Float32Array(gamma.length) : float32Elements(tensorOf(given));
  const attribute = attributeNamed(normalisation.attributes, 'epsilon');
  const epsilon = attribute?.kind === 'float' ? attribute.value : EPSILON;
  const perFilter = weight.length / gamma.length;
  for (let channel = 0; channel < gamma.length; channel += 1) {
    const scale = gamma[channel] / Math.sqrt(variance[channel] + epsilon);
    for (let i = channel * perFilter; i < (channel + 1) * perFilter; i += 1) weight[i] *= scale;
    bias[channel] = beta[channel] + (bias[channel] - mean[channel]) * scale;
  }
  return { weight, bias };
}

const generated = (
  name: string,
  dims: readonly number[],
  make: () => Float32Array<ArrayBuffer>,
): Tensor => ({
  name,
  dtype: 'float32',
  dims,
  data: { kind: 'generated', fill: (target) => target.set(new Uint8Array(make().buffer)) },
});

/**
 * The same function with every normalisation behind a convolution folded into it; the others stay.
 */
export function foldBatchNorm(model: Model): Model {
  const { graph } = model;
  const tensors = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const tensorOf = (name: string): Tensor => {
    const found = tensors.get(name);
    if (found === undefined) throw new RangeError(`'${name}' is no tensor of the graph`);
    return found;
  };
  const folding = pairs(graph);
  const added: Tensor[] = [];
  const nodes = graph.nodes.flatMap((node): Node[] => {
    if (node.opType === 'BatchNormalization' && folding.has(node.inputs[0])) return [];
    const pair = folding.get(node.outputs[0]);
    if (pair === undefined) return [node];
    const { name, dims } = tensorOf(node.inputs[1]);
    const folded = shared(2, () => fold(pair, tensorOf));
    const made = [
      generated(`${name}.folded`, dims, () => folded().weight),
      generated(`${name}.folded_bias`, [dims[0]], () => folded().bias),
    ];
    added.push(...made);
    const inputs = [node.inputs[0], ...made.map((tensor) => tensor.name)];
    return [{ ...node, inputs, outputs: pair.normalisation.outputs }];
  });
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const initializers = [...graph.initializers, ...added].filter(({ name }) => read.has(name));
  return { ...model, graph: { ...graph, nodes, initializers } };
}
