// The tree that /analyze folds layers by.
import { describe, expect, it } from 'vitest';
import { type Block, blocksOf, byWork } from '@/lib/flops/blocks';
import { operatorsOf } from '@/lib/flops/operators';
import type { BodyReport, NodeReport } from '@/lib/flops/report';

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
const tree = ({ label, children }: Block): Tree =>
  children.length === 0 ? label : [label, children.map(tree)];

describe('blocksOf', () => {
  it('follows slashes, or dots where there is no slash', () => {
    expect(blocksOf([layer('/a/b/x'), layer('/a/b/y'), layer('/a/z')]).map(tree)).toEqual([
      ['a', [['b', ['x', 'y']], 'z']],
    ]);
    expect(blocksOf([layer('a.0.x'), layer('a.1.y')]).map(tree)).toEqual([['a', ['0/x', '1/y']]]);
    expect(blocksOf([layer('p2o.Conv.0'), layer('p2o.Conv.1')]).map(tree)).toEqual([
      'p2o.Conv.0',
      'p2o.Conv.1',
    ]);
    expect(blocksOf([layer('/l/l.0/c'), layer('/l/l.0/d')]).map(tree)).toEqual([
      ['l/l.0', ['c', 'd']],
    ]);
  });

  it('keeps the order of the file, layers without a path among blocks', () => {
    expect(
      blocksOf([layer('first'), layer('/a/x'), layer('mid'), layer('/a/y')]).map(tree),
    ).toEqual(['first', ['a', ['x', 'y']], 'mid']);
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
    expect(blocksOf([layer('/a/x', null), layer('/a/y', null)])[0]).toMatchObject({
      macs: null,
      unresolved: 2,
    });
    // A lower bound of 0 is no answer.
    expect(blocksOf([layer('/a/x', null), layer('/a/y', 0)])[0]).toMatchObject({
      macs: null,
      backwardMacs: null,
    });
    expect(blocksOf([layer('/a/x', 0), layer('/a/y', 0)])[0]).toMatchObject({ macs: 0 });
  });

  it('gives every block an id of its own, equal names or not', () => {
    const ids: string[] = [];
    const walk = ({ id, children }: Block): void => {
      ids.push(id);
      children.forEach(walk);
    };
    blocksOf([layer('/a/x'), layer('/a/x'), layer('/a/b/x'), layer('/a/b/y'), layer('x')]).forEach(
      walk,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leaves out constants, and opens the bodies of a node in its place', () => {
    const inside = [layer('/b/Loop/c/x', 5), layer('/b/Loop/c/y', null), layer('/b/Loop/z', 2)];
    const body: BodyReport = {
      label: 'body',
      times: 3,
      nodes: inside,
      operators: new Map(
        [...operatorsOf(inside)].map(([name, sum]) => [name, { ...sum, macs: 21 }]),
      ),
    };
    const loop: NodeReport = { ...layer('/b/Loop', 21), opType: 'Loop', bodies: [body] };
    const constant: NodeReport = { ...layer('/b/Constant', 0), opType: 'Constant' };
    const [block] = blocksOf([constant, loop, layer('/b/last')]);
    expect(tree(block)).toEqual(['b', [['Loop', [['body', [['c', ['x', 'y']], 'z']]]], 'last']]);
    const opened = block.children[0].children[0];
    expect(opened).toMatchObject({ node: null, times: 3, macs: 21, unknownMacs: 1, layers: 3 });
    expect(opened.children[0]).toMatchObject({ label: 'c', macs: 5, unknownMacs: 1 });
    expect(block).toMatchObject({ macs: 22, unknownMacs: 1, layers: 5 });
  });

  it('never shows 0 for a body of which nothing is known', () => {
    const inside = [layer('/If/x', null)];
    const body: BodyReport = {
      label: 'then_branch',
      times: 1,
      nodes: inside,
      operators: operatorsOf(inside),
    };
    const [block] = blocksOf([{ ...layer('/If', 0), opType: 'If', bodies: [body] }]);
    expect(block.children[0]).toMatchObject({ macs: null, unknownMacs: 1 });
  });

  it('sets the largest first, and keeps the order of the file among equals', () => {
    const blocks = blocksOf([
      layer('a', 1),
      layer('b', null),
      layer('c', 2n ** 60n),
      layer('d', 1),
    ]);
    expect(blocks.toSorted(byWork).map(({ label }) => label)).toEqual(['c', 'a', 'd', 'b']);
  });

  it('stops at hostile depths and takes names without parts as they are', () => {
    const deep = 'x/'.repeat(10_000);
    expect(blocksOf([layer(`${deep}a`), layer(`${deep}b`)])[0].layers).toBe(2);
    expect(blocksOf([layer('///'), layer('')]).map(tree)).toEqual(['///', '']);
  });
});
