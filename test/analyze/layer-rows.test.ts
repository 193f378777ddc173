// The rows of the table of layers: order, folding, search.
import { describe, expect, it } from 'vitest';
import { around, DEFAULT_ORDER, layerRows, type Order, openable } from '@/app/analyze/layer-rows';
import { blocksOf } from '@/lib/flops/blocks';
import { countModel } from '@/lib/flops/count';
import { GraphBuilder } from '@/lib/onnx/builder';

function tree() {
  const g = new GraphBuilder({ name: 'tree', opset: 17 });
  let x = g.input('x', 'float32', [1, 8]);
  const product = (width: number, from: number, name: string): void => {
    const w = g.parameter(`${name}.w`, 'float32', [from, width], (target) => target.fill(1));
    x = g.node('MatMul', [x, w], {}, { name });
  };
  product(4, 8, '/small/MatMul');
  x = g.node('Relu', [x], {}, { name: '/small/Relu' });
  product(64, 4, '/large/one/MatMul');
  product(2, 64, '/large/two/MatMul');
  x = g.node('Relu', [x], {}, { name: '/large/two/Relu' });
  g.output(x, 'float32', [1, 2]);
  return blocksOf(countModel(g.finish()).nodes);
}

const blocks = tree();
const rows = (view: { order?: Order; open?: readonly string[]; search?: string } = {}): string[] =>
  layerRows(blocks, {
    order: view.order ?? DEFAULT_ORDER,
    open: new Set(view.open ?? []),
    search: view.search ?? '',
    timeOf: () => 0,
  }).map(({ block, depth }) => `${' '.repeat(depth)}${block.label}`);

describe('layerRows', () => {
  it('shows the largest first, folded, and what is open below it', () => {
    expect(rows()).toEqual(['large', 'small']);
    expect(rows({ open: openable(blocks) })).toEqual([
      'large',
      ' one/MatMul',
      ' two',
      '  MatMul',
      '  Relu',
      'small',
      ' MatMul',
      ' Relu',
    ]);
  });

  it('keeps the order of the file, or that of a column', () => {
    expect(rows({ order: { by: 'file', descending: false } })).toEqual(['small', 'large']);
    expect(rows({ order: { by: 'macs', descending: false } })).toEqual(['small', 'large']);
    expect(rows({ order: { by: 'label', descending: true } })).toEqual(['small', 'large']);
    expect(rows({ order: { by: 'params', descending: true } })).toEqual(['large', 'small']);
  });

  it('finds by name, by operator and by block, and opens what leads there', () => {
    expect(rows({ search: 'two/relu' })).toEqual(['large', ' two', '  Relu']);
    expect(rows({ search: 'RELU' })).toEqual(['large', ' two', '  Relu', 'small', ' Relu']);
    expect(rows({ search: 'small' })).toEqual(['small', ' MatMul', ' Relu']);
    expect(rows({ search: 'nothing' })).toEqual([]);
  });

  it('names the blocks around a layer', () => {
    const [, large] = blocks;
    expect(around(large.children[1].children[0])).toEqual(['1', '1.1']);
    expect(around(large)).toEqual([]);
  });
});
