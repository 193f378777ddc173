// ONNX's own checker, with strict shape inference, on every plain fp32 workload: the files are valid for any tool. Debian's
// python3-onnx (1.12) knows opsets up to 17, which is what these are written at.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { buildWorkload, listWorkloads } from '@/lib/models/registry';

/** Debian's own interpreter: another one on the path would not see its packages. */
const PYTHON = '/usr/bin/python3';
const CHECK = `
import sys, onnx
model = onnx.load_from_string(sys.stdin.buffer.read())
if model.opset_import[0].version > 17: sys.exit('opset above 17')
onnx.checker.check_model(model, full_check=True)
`;

const present = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
const plain = (await listWorkloads()).filter(({ precision, batch }) => precision === 'fp32' && batch === 1);

describe('ONNX checker', () => {
  it.skipIf(!present).each(plain.map(({ id }) => id))('accepts %s', { timeout: 120_000 }, async (id) => {
    const { status, stderr } = spawnSync(PYTHON, ['-c', CHECK], { input: await buildWorkload(id), encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
