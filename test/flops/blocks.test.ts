// The tree that /analyze folds layers by.
import { describe, expect, it } from 'vitest';
import { type Block, blocksOf } from '@/lib/flops/blocks';
import type { NodeReport } from '@/lib/flops/report';

const layer = (name: string, macs: NodeReport['macs'] = 1): NodeReport => ({
  name,
  opType: 'Conv',
  domain: '',
  macs,
  otherOps: macs === null ? null : 2,
  integerOps: 0,
  params: 3,
  weightBytes: 12,
  readBytes: 1,
  writtenBytes: 1,
  intensity: null,
  backward: macs === null ? null : { inputMacs: macs, weightMacs: macs },
  outputs: [],
  shapes: [],
  dimensions: [],
  bodies: [],
  reason: macs === null ? 'unknown-input' : null,
});

type Tree = string | readonly [string, readonly Tree[]];
const tree = ({ label, children }: Block): Tree => (children.length === 0 ? label : [label, children.map(tree)]);

describe('blocksOf', () => {
  it('follows slashes, or dots where there is no slash', () => {
    expect(blocksOf([layer('/a/b/x'), layer('/a/b/y'), layer('/a/z')]).map(tree)).toEqual([
      ['a', [['b', ['x', 'y']], 'z']],
    ]);
    expect(blocksOf([layer('a.0.x'), layer('a.1.y')]).map(tree)).toEqual([['a', ['0/x', '1/y']]]);
    expect(blocksOf([layer('/l/l.0/c'), layer('/l/l.0/d')]).map(tree)).toEqual([['l/l.0', ['c', 'd']]]);
  });

  it('keeps the order of the file, layers without a path among blocks', () => {
    expect(blocksOf([layer('first'), layer('/a/x'), layer('mid'), layer('/a/y')]).map(tree)).toEqual([
      'first',
      ['a', ['x', 'y']],
      'mid',
    ]);
  });

  it('sums what is known, exactly, and counts what is not', () => {
    const [block] = blocksOf([layer('/a/x', 2 ** 53 - 1), layer('/a/y', 5), layer('/a/z', null)]);
    expect(block).toMatchObject({
      layers: 3,
      macs: 2n ** 53n + 4n,
      backwardMacs: 2n ** 54n + 8n,
      otherOps: 4,
      params: 9,
      weightBytes: 36,
      unresolved: 1,
    });
    expect(blocksOf([layer('/a/x', null), layer('/a/y', null)])[0]).toMatchObject({ macs: null, unresolved: 2 });
  });

  it('gives every block an id of its own, equal names or not', () => {
    const ids: string[] = [];
    const walk = ({ id, children }: Block): void => {
      ids.push(id);
      children.forEach(walk);
    };
    blocksOf([layer('/a/x'), layer('/a/x'), layer('/a/b/x'), layer('/a/b/y'), layer('x')]).forEach(walk);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stops at hostile depths and takes names without parts as they are', () => {
    const deep = 'x/'.repeat(10_000);
    expect(blocksOf([layer(`${deep}a`), layer(`${deep}b`)])[0].layers).toBe(2);
    expect(blocksOf([layer('///'), layer('')]).map(tree)).toEqual(['///', '']);
  });
});
