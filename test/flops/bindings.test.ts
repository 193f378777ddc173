import { describe, expect, it } from 'vitest';
import { parseAssumptions, parseBindings, parseValues } from '@/lib/flops/bindings';
import { boundExtent } from '@/lib/onnx/infer/given';

const names =
  (...known: string[]) =>
  (name: string) =>
    known.includes(name);

describe('parseBindings', () => {
  it('reads lists of pairs, and several texts', () => {
    expect(parseBindings(['batch=1, seq=128', 'x[2]=640'], names())).toEqual({
      ok: true,
      value: { batch: 1, seq: 128, 'x[2]': 640 },
    });
  });

  it('reads names that hold commas and equals signs', () => {
    expect(parseBindings(['b,s=2,k=1=3'], names())).toMatchObject({
      value: { 'b,s': 2, 'k=1': 3 },
    });
    // Two pairs, unless the file has a dimension of that name.
    expect(parseBindings(['a=1,b=3'], names())).toMatchObject({ value: { a: 1, b: 3 } });
    expect(parseBindings(['a=1,b=3'], names('a=1,b'))).toMatchObject({ value: { 'a=1,b': 3 } });
  });

  it('refuses what is no pair', () => {
    for (const text of [
      'batch',
      'batch=',
      '=3',
      'batch=-1',
      'batch=1.5',
      'a=1,b',
      'a=99999999999999999999',
    ])
      expect(parseBindings([text], names())).toMatchObject({ ok: false });
  });
});

it('parseValues reads numbers, lists and flags', () => {
  expect(parseValues(['sr=16000', 'sizes=1,3,640', 'use_cache=true', 't=-0.5'])).toEqual({
    ok: true,
    value: { sr: 16000, sizes: [1, 3, 640], use_cache: 1, t: -0.5 },
  });
  for (const text of ['sr', 'sr=', 'sr=fast', '=1'])
    expect(parseValues([text])).toMatchObject({ ok: false });
});

it('parseAssumptions knows the count of detections alone', () => {
  expect(parseAssumptions(['detections=100'])).toEqual({ ok: true, value: { detections: 100 } });
  for (const text of ['faces=3', 'detections=many'])
    expect(parseAssumptions([text])).toMatchObject({ ok: false });
});

it('boundExtent computes what exporters write as an expression', () => {
  const bind = { past_sequence_length: 31, sequence_length: 2, n: 12, zero: 0 };
  const extents: readonly (readonly [string, number | undefined])[] = [
    ['n', 12],
    ['past_sequence_length + 1', 32],
    ['total_sequence_length', 33],
    ['n/2', 6],
    ['n / 5', undefined],
    ['n//5', 2],
    ['2*(n - 4) + 1', 17],
    ['n - 13', undefined],
    ['n / zero', undefined],
    ['m + 1', undefined],
    ['(n', undefined],
    ['n +', undefined],
    ['constructor', undefined],
  ];
  for (const [name, extent] of extents)
    expect([name, boundExtent(bind, name)]).toEqual([name, extent]);
});
