import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import {
  type AttributeContent,
  attributeNamed,
  type Graph,
  type LocalFunction,
  type Model,
  type Node,
} from '@/lib/onnx/ir';
import { loadBytes } from '@/lib/onnx/load';
import { NODE_LIMIT } from '@/lib/onnx/read-graph';
import { writeModel } from '@/lib/onnx/write';

const node = (
  opType: string,
  inputs: string[],
  outputs: string[],
  attributes: Record<string, AttributeContent> = {},
  domain = '',
): Node => ({
  name: `${opType}:${outputs[0]}`,
  opType,
  domain,
  overload: '',
  inputs,
  outputs,
  attributes: Object.entries(attributes).map(([name, content]) => ({ ...content, name })),
});

const local = (
  name: string,
  inputs: string[],
  outputs: string[],
  nodes: Node[],
): LocalFunction => ({
  name,
  domain: 'local',
  overload: '',
  inputs,
  outputs,
  attributes: [],
  defaults: [{ name: 'alpha', kind: 'float', value: 0.5 }],
  nodes,
  opsets: [{ domain: '', version: 17 }],
});

function model(nodes: readonly Node[], functions: readonly LocalFunction[] = []): Model {
  const g = new GraphBuilder({ name: 'g', opset: 17, domains: { local: 1 } });
  g.input('x', 'float32', [2]);
  g.output({ name: 'y' }, 'float32', [2]);
  const empty = g.finish();
  return { ...empty, graph: { ...empty.graph, nodes }, functions };
}

function load(given: Model): Graph {
  const result = loadBytes(writeModel(given));
  if (!result.ok) throw new Error(result.error.code);
  return result.value.graph;
}
const failure = (given: Model) => {
  const result = loadBytes(writeModel(given));
  return result.ok ? null : { code: result.error.code, node: result.error.node };
};
const wires = (graph: Graph) =>
  graph.nodes.map(({ opType, inputs, outputs }) => [opType, ...inputs, '→', ...outputs]);

describe('inlining', () => {
  it('gives each call values of its own and binds attributes', () => {
    const leaky: AttributeContent = { kind: 'reference', to: 'alpha' };
    const f = local(
      'F',
      ['a'],
      ['b'],
      [node('LeakyRelu', ['a'], ['t'], { alpha: leaky }), node('Neg', ['t'], ['b'])],
    );
    const graph = load(
      model(
        [
          node('F', ['x'], ['h'], { alpha: { kind: 'float', value: 0.25 } }, 'local'),
          node('F', ['h'], ['y'], {}, 'local'),
        ],
        [f],
      ),
    );
    expect(wires(graph)).toEqual([
      ['LeakyRelu', 'x', '→', 'F:h#1/t'],
      ['Neg', 'F:h#1/t', '→', 'h'],
      ['LeakyRelu', 'h', '→', 'F:y#2/t'],
      ['Neg', 'F:y#2/t', '→', 'y'],
    ]);
    expect(graph.nodes.map(({ attributes }) => attributeNamed(attributes, 'alpha'))).toEqual([
      { name: 'alpha', kind: 'float', value: 0.25 },
      undefined,
      { name: 'alpha', kind: 'float', value: 0.5 },
      undefined,
    ]);
    expect(graph.nodes[0].name).toBe('F:h/LeakyRelu:t');
  });

  it('inlines calls within functions and within bodies of control flow', () => {
    const inner = local('Inner', ['a'], ['b'], [node('Neg', ['a'], ['b'])]);
    const outer = local(
      'Outer',
      ['a'],
      ['b'],
      [node('Inner', ['a'], ['m'], {}, 'local'), node('Abs', ['m'], ['b'])],
    );
    const branch: Graph = {
      name: 'then',
      inputs: [],
      outputs: [{ name: 'r', type: null }],
      valueInfo: [],
      initializers: [],
      sparseInitializers: [],
      nodes: [node('Outer', ['x'], ['r'], {}, 'local')],
    };
    const both = {
      then_branch: { kind: 'graph', value: branch },
      else_branch: { kind: 'graph', value: branch },
    } as const;
    const graph = load(model([node('If', ['c'], ['y'], both)], [outer, inner]));
    const body = attributeNamed(graph.nodes[0].attributes, 'then_branch');
    expect(body?.kind === 'graph' && body.value.nodes.map(({ opType }) => opType)).toEqual([
      'Neg',
      'Abs',
    ]);
  });

  it('passes an input through to an output', () => {
    const f = local('F', ['a'], ['a'], []);
    expect(wires(load(model([node('F', ['x'], ['y'], {}, 'local')], [f])))).toEqual([
      ['Identity', 'x', '→', 'y'],
    ]);
  });

  it('names the call at fault', () => {
    const self = local('F', ['a'], ['b'], [node('F', ['a'], ['b'], {}, 'local')]);
    expect(failure(model([node('F', ['x'], ['y'], {}, 'local')], [self]))).toEqual({
      code: 'recursive-function',
      node: 'F:y/F:b',
    });
    const f = local('F', ['a'], ['b'], [node('Neg', ['a'], ['b'])]);
    expect(failure(model([node('F', ['x', 'x'], ['y'], {}, 'local')], [f]))?.code).toBe('bad-call');
  });

  it(`stops an expansion past ${NODE_LIMIT} nodes`, () => {
    const levels = Array.from({ length: 40 }, (_, i) => {
      const callee = (from: string, to: string): Node =>
        i === 0 ? node('Neg', [from], [to]) : node(`L${i - 1}`, [from], [to], {}, 'local');
      return local(`L${i}`, ['a'], ['b'], [callee('a', 'm'), callee('m', 'b')]);
    });
    expect(failure(model([node('L39', ['x'], ['y'], {}, 'local')], levels))?.code).toBe(
      'too-large',
    );
  });
});

describe('order', () => {
  it('keeps the order of a file that has one and mends one that has not', () => {
    const [a, b, c] = [
      node('Neg', ['x'], ['a']),
      node('Abs', ['a'], ['b']),
      node('Add', ['a', 'b'], ['y']),
    ];
    expect(load(model([a, b, c])).nodes).toEqual([a, b, c]);
    expect(load(model([c, b, a])).nodes).toEqual([a, b, c]);
  });

  it('names the node of a cycle and of a value written twice', () => {
    expect(failure(model([node('Add', ['x', 'b'], ['a']), node('Neg', ['a'], ['b'])]))?.code).toBe(
      'cyclic',
    );
    expect(failure(model([node('Neg', ['x'], ['a']), node('Abs', ['x'], ['a'])]))).toEqual({
      code: 'duplicate-value',
      node: 'Abs:a',
    });
  });

  it('sorts a long chain given backwards', () => {
    const length = 20_000;
    const chain = Array.from({ length }, (_, i) =>
      node('Neg', [i === 0 ? 'x' : `v${i}`], [`v${i + 1}`]),
    );
    const sorted = load(model([...chain].reverse())).nodes;
    expect(sorted.map(({ outputs }) => outputs[0])).toEqual(chain.map(({ outputs }) => outputs[0]));
  });
});
