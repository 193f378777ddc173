// Small files that ask for much: loops that grow, nest and never settle. What cannot be followed
// within bounds is said to be open; nothing takes long or much memory.
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { Graph } from '@/lib/onnx/ir';

/** Processor time, so that a busy machine decides nothing. */
const LIMIT_US = 2_000_000;
const LIMIT_BYTES = 256 * 2 ** 20;
const OPSET = 21;

/** A body that appends a row to its state and multiplies it; `inner` runs inside, if given. */
function growing(depth: number, trips: number): Graph {
  const body = new GraphBuilder({ name: `body${depth}`, opset: OPSET });
  body.input(`i${depth}`, 'int64', []);
  const go = body.input(`go${depth}`, 'bool', []);
  const state = body.input(`s${depth}`, 'float32', ['rows', 8]);
  const grown = body.node(
    'Concat',
    [state, { name: 'row' }],
    { axis: 0 },
    { name: `grow${depth}` },
  );
  const square = body.node('MatMul', [grown, { name: 'w' }], {}, { name: `mul${depth}` });
  const inside =
    depth === 0
      ? square
      : body.node(
          'Loop',
          [{ name: 'm' }, { name: 'yes' }, square],
          { body: growing(depth - 1, trips) },
          { name: `loop${depth}` },
        );
  body.output(body.node('Identity', [go], {}, { name: `on${depth}` }), 'bool', []);
  body.output(body.node('Identity', [inside], {}, { name: `end${depth}` }), 'float32', null);
  return body.graph();
}

function model(depth: number, trips: number) {
  const g = new GraphBuilder({ name: 'hostile', opset: OPSET });
  const x = g.input('x', 'float32', [2, 8]);
  g.input('row', 'float32', [1, 8]);
  g.parameter('w', 'float32', [8, 8], () => undefined);
  const m = g.constant('m', 'int64', [], [trips]);
  const yes = g.constant('yes', 'bool', [], [1]);
  g.output(g.node('Loop', [m, yes, x], { body: growing(depth, trips) }), 'float32', null);
  return g.finish();
}

describe('loops', () => {
  it('follows a state that grows for a thousand rounds', () => {
    // Rows 3 … 1002, each times 8 × 8
    const rows = (1000 * (3 + 1002)) / 2;
    expect(countModel(model(0, 1000)).totals.macs.known).toBe(rows * 64);
  });

  it.each([
    [0, 2 ** 40],
    [1, 300],
    [2, 40],
    [3, 12],
    [6, 3],
  ])('%d levels of %d rounds stay within bounds', (depth, trips) => {
    const hostile = model(depth, trips);
    const before = process.memoryUsage().rss;
    const start = process.cpuUsage();
    const report = countModel(hostile);
    const { user, system } = process.cpuUsage(start);
    expect(user + system).toBeLessThan(LIMIT_US);
    expect(process.memoryUsage().rss - before).toBeLessThan(LIMIT_BYTES);
    const { known, unknownNodes } = report.totals.macs;
    expect(known === null).toBe(unknownNodes > 0);
  });
});
