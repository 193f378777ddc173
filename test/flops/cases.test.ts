// Inputs on which this counter or another one was once wrong, each with the right value and its
// derivation (`why` in test/fixtures/cases/counter/cases.json).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from '@/lib/core/zod';
import { parseBindings } from '@/lib/flops/bindings';
import { countModel } from '@/lib/flops/count';
import { isBindable } from '@/lib/flops/free-dimensions';
import type { Report } from '@/lib/flops/report';
import { loadBytes } from '@/lib/onnx/load';

const FOLDER = new URL('../fixtures/cases/counter/', import.meta.url);
const count = z.union([z.number(), z.literal('unknown'), z.null()]);
const CASES = z
  .array(
    z.object({
      id: z.string(),
      situation: z.string(),
      bind: z.string(),
      why: z.string(),
      expect: z.object({
        macs: count,
        backward: z.number().optional(),
        params: z.number().optional(),
        initialisers: z.number().optional(),
        weightBytes: z.number().optional(),
        other: z.number().optional(),
        unknown: z.number().optional(),
        shapes: z.record(z.string(), z.array(z.number())).optional(),
        reason: z.record(z.string(), z.string()).optional(),
        must_unknown: z.array(z.string()).optional(),
      }),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('cases.json', FOLDER), 'utf8')));

function counted(id: string, bind: string): Report {
  const loaded = loadBytes(readFileSync(new URL(`${id}.onnx`, FOLDER)));
  if (!loaded.ok) throw new Error(loaded.error.message);
  const { graph } = loaded.value;
  const binding = parseBindings(bind === '' ? [] : [bind], (name) => isBindable(graph, name));
  if (!binding.ok) throw new Error(binding.error);
  return countModel(loaded.value, { bind: binding.value });
}

function shapeOf(report: Report, value: string): unknown {
  const node = report.nodes.find(({ outputs }) => outputs.includes(value));
  return node?.shapes[node.outputs.indexOf(value)];
}

describe('cases of the counter', () => {
  it.each(CASES.map((entry) => [entry.id, entry] as const))(
    '%s',
    (id, { bind, expect: expected }) => {
      const report = counted(id, bind);
      const { unknown } = report.coverage;
      if (expected.macs === 'unknown') expect(report.totals.macs.known).toBeNull();
      else if (expected.macs !== null) expect(Number(report.macs)).toBe(expected.macs);
      const figures = {
        backward: Number(report.backwardMacs),
        params: report.params,
        initialisers: report.initialisers,
        weightBytes: report.weightBytes,
        other: Number(report.otherOps),
        unknown: unknown.length,
      };
      for (const [name, figure] of Object.entries(figures)) {
        const right = expected[name as keyof typeof figures];
        if (right !== undefined) expect({ [name]: figure }).toEqual({ [name]: right });
      }
      for (const [value, dims] of Object.entries(expected.shapes ?? {}))
        expect(shapeOf(report, value)).toEqual(dims);
      for (const [opType, reason] of Object.entries(expected.reason ?? {})) {
        expect(unknown.find((node) => node.opType === opType)?.reason).toBe(reason);
      }
      for (const opType of expected.must_unknown ?? [])
        expect(unknown.map((node) => node.opType)).toContain(opType);
    },
  );
});

describe('what the cases leave to a person', () => {
  it('counts the batch that replaces a placeholder of 0', () => {
    expect(counted('dim_zero_placeholder', 'x[0]=1').totals.macs.known).toBe(14 * 14 * 8 * 27);
  });

  it('gives an input without a shape the one that is bound', () => {
    expect(counted('no_shape_input', 'x[0]=5,x[1]=8').totals.macs.known).toBe(5 * 8 * 3);
  });

  it('takes names that hold commas and equals signs', () => {
    expect(counted('dim_with_comma', 'b,s=2,k=1=3').coverage.unknown).toEqual([]);
  });

  it('counts the weights of quantised layers', () => {
    expect(counted('qdq_conv', '')).toMatchObject({ params: 8 * 27 + 8, backwardMacs: 55296 });
    expect(counted('dq_only_weights_params', '').params).toBe(100 * 64 + 100);
    expect(counted('int4_blocked_dq', 's=3').params).toBe(64 * 48);
  });

  it('leaves out nodes that no output needs, and says so', () => {
    expect(counted('unused_init', '')).toMatchObject({ macs: 48, deadNodes: ['MatMul → nowhere'] });
  });

  it('names what an open dimension is called', () => {
    expect(counted('open_reason', '').coverage.unknown[0]).toMatchObject({
      reason: 'unbound-dimension',
    });
    expect(counted('open_reason', '').coverage.unknown[0]?.dimensions.length).toBeGreaterThan(0);
  });

  it('gives the reason of an input where the output alone is known', () => {
    const { unknown } = counted('gqa_sym_total_forgot', 'batch_size=1').coverage;
    expect(unknown.find(({ opType }) => opType === 'ReduceSum')).toMatchObject({
      reason: 'unbound-dimension',
      dimensions: ['total_sequence_length'],
    });
  });

  it('takes an assumed number of detections', () => {
    const loaded = loadBytes(readFileSync(new URL('nms_ssd.onnx', FOLDER)));
    if (!loaded.ok) throw new Error(loaded.error.message);
    const report = countModel(loaded.value, { assume: { detections: 7 } });
    expect(report.totals.macs.known).not.toBeNull();
    expect(report.assumedNodes).toBe(1);
    expect(countModel(loaded.value, { assume: { detections: 8 } }).macs).toBeGreaterThan(
      Number(report.macs),
    );
  });
});
