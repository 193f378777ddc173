import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import { root } from '@/scripts/root';
import { runCommand } from '../support/run-command';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-flops-'));
const at = (name: string): string => join(folder, name);

const flops = (...args: string[]) => runCommand('flops', ...args);

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
  it('prints one JSON object per file, says what it cannot read and goes on', async () => {
    const { status, stdout, stderr } = await flops(
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

  it('names what an unbound dimension leaves unknown', async () => {
    const record = JSON.parse((await flops(at('small.onnx'), '--json')).stdout);
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

  it('fails with 3 when a limit is exceeded', async () => {
    const bound = [at('small.onnx'), '--bind', 'batch=1'];
    expect(
      (await flops(...bound, '--max-macs', '40', '--max-params', '40', '--max-bytes', '160'))
        .status,
    ).toBe(0);
    const { status, stderr } = await flops(...bound, '--max-macs', '39');
    expect(status).toBe(3);
    expect(stderr).toContain('40 MACs, more than the limit of 39');
    expect((await flops(...bound, '--max-params', '39')).status).toBe(3);
    expect((await flops(...bound, '--max-bytes', '159')).status).toBe(3);
  });

  it('fails with 4 where it cannot be said whether a limit is kept, and never shows 0 for what is not known', async () => {
    const open = await flops(at('small.onnx'), '--max-macs', '1000000', '--badge', at('open.svg'));
    expect(open.status).toBe(4);
    expect(open.stderr).toContain('2 nodes are not known');
    expect(open.stdout).toMatch(/^MACs\s+unknown; 2 nodes are not known$/m);
    expect(open.stdout).toContain('dimension unbound: batch');
    expect(open.stdout).toContain("--bind 'batch=1'");
    expect(readFileSync(at('open.svg'), 'utf8')).toContain('FLOPs unknown');
    const record = JSON.parse((await flops(at('small.onnx'), '--json')).stdout);
    expect(record).toMatchObject({
      macs: null,
      totals: { macs: { known: null, atLeast: 0, unknownNodes: 2 } },
    });
    expect(record.dimensions).toEqual([{ name: 'batch', inputs: ['x'], follows: null, guess: 1 }]);
    // What is exceeded for certain is told as such, whatever else is open.
    expect((await flops(at('small.onnx'), '--max-macs', '9', '--max-params', '39')).status).toBe(3);
  });

  it('takes values of inputs and an assumed number of detections', async () => {
    const cases = join(root, 'test/fixtures/cases/counter');
    const macs = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await flops(...args, '--json')).stdout).totals.macs.known;
    expect(await macs(join(cases, 'if_value_input.onnx'), '--value', 'sr=8000')).toBe(48);
    expect(await macs(join(cases, 'if_value_input.onnx'), '--value', 'sr=16000')).toBe(1600);
    expect(await macs(join(cases, 'fixed_rebind.onnx'), '--bind', 'x[0]=4')).toBe(393216);
    expect(await macs(join(cases, 'nms_ssd.onnx'), '--assume', 'detections=7')).not.toBeNull();
  });

  it('reads small tensors beside the model', async () => {
    const { stdout } = await flops(join(root, 'test/fixtures/cases/sidecar/all.onnx'), '--json');
    expect(JSON.parse(stdout).totals.macs.known).toBe(6 * 4 * 16 + 6 * 10 * 5);
  });

  it('prints what changed and writes a badge', async () => {
    const { status, stdout } = await flops(
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

  it('answers bad usage with 2', async () => {
    expect((await flops()).status).toBe(2);
    expect((await flops(at('small.onnx'), '--bind', 'batch')).status).toBe(2);
    const misspelt = await flops(at('small.onnx'), '--json', '--bind', 'bacth=2');
    expect(misspelt.status).toBe(2);
    expect(misspelt.stderr).toMatch(/small\.onnx: no dimension is named bacth; open are batch\n$/);
    expect((await flops(at('small.onnx'), '--bind', 'batch=2,seq=3')).status).toBe(0);
    expect((await flops(at('small.onnx'), '--max-macs', 'many')).status).toBe(2);
    expect((await flops('--help')).stdout).toContain('Usage');
  });
});
