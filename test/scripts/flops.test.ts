import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-flops-'));
const root = resolve(import.meta.dirname, '../..');
const at = (name: string): string => join(folder, name);

function flops(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'flops', ...args],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

function perceptron(hidden: number): Uint8Array {
  const g = new GraphBuilder({ name: 'perceptron', opset: 17 });
  const x = g.input('x', 'float32', ['batch', 8]);
  const first = g.parameter('w1', 'float32', [8, hidden], (target) => target.fill(1));
  const second = g.parameter('w2', 'float32', [hidden, 2], (target) => target.fill(1));
  const h = g.node('Relu', [g.node('MatMul', [x, first])]);
  g.output(g.node('MatMul', [h, second]), 'float32', ['batch', 2]);
  return writeModel(g.finish());
}

beforeAll(() => {
  writeFileSync(at('small.onnx'), perceptron(4));
  writeFileSync(at('large.onnx'), perceptron(16));
  writeFileSync(at('broken.onnx'), perceptron(4).subarray(0, 100));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('npm run flops', () => {
  it('prints one JSON object per file, says what it cannot read and goes on', () => {
    const { status, stdout, stderr } = flops(
      at('small.onnx'),
      at('broken.onnx'),
      at('large.onnx'),
      '--json',
      '--bind',
      'batch=3',
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\S*broken\.onnx: truncated at byte \d+: .+\n$/);
    const [small, large] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(small).toMatchObject({
      file: at('small.onnx'),
      irVersion: 8,
      opset: 17,
      macs: 120,
      flops: 240,
      otherOps: 12,
      integerOps: 0,
      params: 40,
      initialisers: 40,
      weightBytes: 160,
      peakActivationBytes: 144,
      backwardMacs: 96 + 2 * 24,
      coverage: { nodes: 3, resolved: 3, unknown: [] },
      outputs: { 'matmul_1.out': [3, 2] },
      nodes: [
        {
          name: 'matmul',
          opType: 'MatMul',
          macs: 96,
          otherOps: 0,
          outputs: { 'matmul.out': [3, 4] },
        },
        { name: 'relu', opType: 'Relu', macs: 0, otherOps: 12, outputs: { 'relu.out': [3, 4] } },
        {
          name: 'matmul_1',
          opType: 'MatMul',
          macs: 24,
          otherOps: 0,
          outputs: { 'matmul_1.out': [3, 2] },
        },
      ],
    });
    expect(large.macs).toBe(480);
  });

  it('names what an unbound dimension leaves unknown', () => {
    const record = JSON.parse(flops(at('small.onnx'), '--json').stdout);
    expect(record.outputs).toEqual({ 'matmul_1.out': ['batch', 2] });
    expect(record.coverage.resolved).toBe(0);
    expect(record.coverage.unknown[0]).toEqual({
      node: 'matmul',
      opType: 'MatMul',
      reason: 'unbound-dimension',
      dimensions: ['batch'],
    });
    expect(record.nodes[0].macs).toBeNull();
  });

  it('fails with 3 when a limit is exceeded', () => {
    const bound = [at('small.onnx'), '--bind', 'batch=1'];
    expect(
      flops(...bound, '--max-macs', '40', '--max-params', '40', '--max-bytes', '160').status,
    ).toBe(0);
    const { status, stderr } = flops(...bound, '--max-macs', '39');
    expect(status).toBe(3);
    expect(stderr).toContain('40 MACs, more than the limit of 39');
    expect(flops(...bound, '--max-params', '39').status).toBe(3);
    expect(flops(...bound, '--max-bytes', '159').status).toBe(3);
  });

  it('fails with 4 where it cannot be said whether a limit is kept, and never shows 0 for what is not known', () => {
    const open = flops(at('small.onnx'), '--max-macs', '1000000', '--badge', at('open.svg'));
    expect(open.status).toBe(4);
    expect(open.stderr).toContain('2 nodes are not known');
    expect(open.stdout).toMatch(/^MACs\s+unknown; 2 nodes are not known$/m);
    expect(open.stdout).toContain('dimension unbound: batch');
    expect(open.stdout).toContain("--bind 'batch=1'");
    expect(readFileSync(at('open.svg'), 'utf8')).toContain('FLOPs unknown');
    const record = JSON.parse(flops(at('small.onnx'), '--json').stdout);
    expect(record).toMatchObject({
      macs: null,
      totals: { macs: { known: null, atLeast: 0, unknownNodes: 2 } },
    });
    expect(record.dimensions).toEqual([{ name: 'batch', inputs: ['x'], follows: null, guess: 1 }]);
    // What is exceeded for certain is told as such, whatever else is open.
    expect(flops(at('small.onnx'), '--max-macs', '9', '--max-params', '39').status).toBe(3);
  });

  it('takes values of inputs and an assumed number of detections', () => {
    const cases = join(root, 'test/fixtures/cases/counter');
    const macs = (...args: string[]): unknown =>
      JSON.parse(flops(...args, '--json').stdout).totals.macs.known;
    expect(macs(join(cases, 'if_value_input.onnx'), '--value', 'sr=8000')).toBe(48);
    expect(macs(join(cases, 'if_value_input.onnx'), '--value', 'sr=16000')).toBe(1600);
    expect(macs(join(cases, 'fixed_rebind.onnx'), '--bind', 'x[0]=4')).toBe(393216);
    expect(macs(join(cases, 'nms_ssd.onnx'), '--assume', 'detections=7')).not.toBeNull();
  });

  it('reads small tensors beside the model', () => {
    const { stdout } = flops(join(root, 'test/fixtures/cases/sidecar/all.onnx'), '--json');
    expect(JSON.parse(stdout).totals.macs.known).toBe(6 * 4 * 16 + 6 * 10 * 5);
  });

  it('prints what changed and writes a badge', () => {
    const { status, stdout } = flops(
      at('large.onnx'),
      '--diff',
      at('small.onnx'),
      '--bind',
      'batch=1',
      '--backward',
      '--badge',
      at('badge.svg'),
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/changed\s+matmul_1\s+MatMul\s+8 → 32\s+8 → 32/);
    expect(stdout).toContain('40 → 160, +120 (300.0 %)');
    expect(readFileSync(at('badge.svg'), 'utf8')).toContain('320 FLOPs · 160 params');
  });

  it('answers bad usage with 2', () => {
    expect(flops().status).toBe(2);
    expect(flops(at('small.onnx'), '--bind', 'batch').status).toBe(2);
    const misspelt = flops(at('small.onnx'), '--json', '--bind', 'bacth=2');
    expect(misspelt.status).toBe(2);
    expect(misspelt.stderr).toMatch(/small\.onnx: no dimension is named bacth; open are batch\n$/);
    expect(flops(at('small.onnx'), '--bind', 'batch=2,seq=3').status).toBe(0);
    expect(flops(at('small.onnx'), '--max-macs', 'many').status).toBe(2);
    expect(flops('--help').stdout).toContain('Usage');
  });
});
