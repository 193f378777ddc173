// What /analyze saves and copies, and the CLI prints: exact figures, cells that survive any name.
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import { recordOf } from '@/lib/flops/record';
import type { Report } from '@/lib/flops/report';
import { csvText, markdownText, shapeText } from '@/lib/flops/text';
import { GraphBuilder } from '@/lib/onnx/builder';

const nothing = (): void => undefined;

/** A product whose name is hostile to tables, and an operator that nobody knows. */
function report(batch: number | string): Report {
  const g = new GraphBuilder({ name: 'g', opset: 17, domains: { acme: 1 } });
  const x = g.input('x', 'float32', [batch, 4]);
  const w = g.parameter('w', 'float32', [4, 2], nothing);
  const y = g.node('MatMul', [x, w], {}, { name: 'a,"b"\n|`c`' });
  g.output(g.node('Frobnicate', [y], {}, { name: 'odd', domain: 'acme' }), 'float32', null);
  return countModel(g.finish());
}

describe('csvText', () => {
  it('writes a row per node, quoted where it must be', () => {
    expect(csvText(report(3)).split('\r\n')).toEqual([
      'name,operator,output,macs,backward_macs,other_ops,params,weight_bytes,read_bytes,written_bytes,intensity,reason',
      // 3·4·2 products; reads 3·4 and writes 3·2 floats; 48 operations over 48 + 24 + 32 bytes
      `"a,""b""\n|\`c\`",MatMul,"[3, 2]",24,24,0,8,32,48,24,${48 / 104},`,
      'odd,Frobnicate,?,,,,0,0,24,,,unsupported-operator',
      '',
    ]);
  });

  it('leaves unknown counts empty and names the reason', () => {
    expect(csvText(report('n')).split('\r\n')[1]).toBe(
      '"a,""b""\n|`c`",MatMul,"[n, 2]",,,,8,32,,,,unbound-dimension',
    );
  });
});

describe('markdownText', () => {
  it('shows totals and the largest layers, and no cell breaks the table', () => {
    const lines = markdownText('m|odel', report(3)).split('\n');
    expect(lines[0]).toBe('### m\\|odel');
    // The operator that nobody knows may have MACs of its own.
    expect(lines).toContain('| MACs | at least 24 (24\u2009MACs); 1 node is not known |');
    expect(lines).toContain('Totals are lower bounds: 1 × no rule for this operator.');
    expect(lines).toContain('| resolved | 1 of 2 nodes |');
    const rows = lines.filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row).toMatch(/^\|.*\|$/);
    expect(rows.at(-1)).toBe('| `a,"b" \\|\'c\'` | MatMul | [3, 2] | 24 |');
    expect(lines.at(-2)).toBe('Counted by Flopmark (flopmark-flops/1, FLOPs = 2 × MACs).');
  });

  it('lists ten layers at most, the largest first', () => {
    const g = new GraphBuilder({ name: 'g', opset: 17 });
    for (let i = 1; i <= 12; i += 1) {
      const x = g.input(`x${i}`, 'float32', [1, i]);
      g.output(
        g.node(
          'MatMul',
          [x, g.parameter(`w${i}`, 'float32', [i, 1], nothing)],
          {},
          { name: `l${i}` },
        ),
        'float32',
        null,
      );
    }
    const layers = markdownText('m', countModel(g.finish())).match(/^\| `l\d+`/gm);
    expect(layers).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((i) => `| \`l${i}\``));
  });
});

describe('recordOf', () => {
  it('writes integers above 2⁵³ as texts, and unknown extents by the name that binds them', () => {
    const g = new GraphBuilder({ name: 'g', opset: 17 });
    const x = g.input('x', 'float32', [2 ** 30, 2 ** 20]);
    g.output(
      g.node('MatMul', [x, g.parameter('w', 'float32', [2 ** 20, 8], nothing)], {}, { name: 'mm' }),
      'float32',
      null,
    );
    const y = g.input('y', 'float32', ['n', null]);
    g.output(g.node('Relu', [y], {}, { name: 'r' }), 'float32', null);
    const record = recordOf(
      { file: 'f.onnx', irVersion: 8, opset: 17, dimensions: [] },
      countModel(g.finish()),
      true,
    );
    expect(record).toMatchObject({
      macs: '9007199254740992',
      flops: '18014398509481984',
      integerOps: 0,
    });
    expect(record.nodes.map(({ macs, backwardMacs }) => [macs, backwardMacs])).toEqual([
      ['9007199254740992', '9007199254740992'],
      // A Relu has no MACs, whatever its extents.
      [0, 0],
    ]);
    expect(record.outputs).toEqual({ 'mm.out': [2 ** 30, 8], 'r.out': ['n', 'y[1]'] });
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });
});

it('shapeText marks what is not known', () => {
  expect(shapeText([1, 'n', null])).toBe('[1, n, ?]');
  expect(shapeText([])).toBe('[]');
  expect(shapeText(null)).toBe('?');
});
