// Plain fp32 workloads are written at opset 17, which Debian's python3-onnx checks.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';

const PYTHON = '/usr/bin/python3';
const CHECK =
  'import onnx, sys\nfor path in sys.argv[1:]: onnx.checker.check_model(path, full_check=True)';
const SMALL_BYTES = 15e6;

describe('ONNX checker', () => {
  it('accepts the plain fp32 workloads, with full shape inference', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-zoo-'));
    const plain = [...MANIFEST.values()].filter(
      ({ precision, modelBytes }) => precision === 'fp32' && modelBytes < SMALL_BYTES,
    );
    expect(plain.length).toBeGreaterThan(30);
    try {
      const paths: string[] = [];
      for (const { id } of plain) {
        const path = join(folder, `${id}.onnx`);
        writeFileSync(path, await buildWorkload(id));
        paths.push(path);
      }
      execFileSync(PYTHON, ['-c', CHECK, ...paths], { stdio: ['ignore', 'ignore', 'pipe'] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
