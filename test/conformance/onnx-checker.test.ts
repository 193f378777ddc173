// ONNX's own checker, with strict shape inference, on plain fp32 workloads: the files are valid for
// any tool. Debian's python3-onnx (1.12) knows opsets up to 17, which is what these are written at.
// The long tests check those above 60 MB too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildWorkload, listWorkloads } from '@/lib/models/registry';
import { isWithin } from '../support/extent';

/** Debian's own interpreter: another one on the path would not see its packages. */
const PYTHON = '/usr/bin/python3';
const CHECK = `
import sys, onnx
for path in sys.argv[1:]:
    try:
        model = onnx.load(path)
        if model.opset_import[0].version > 17: raise ValueError('opset above 17')
        onnx.checker.check_model(model, full_check=True)
    except Exception as error:
        print(path, error)
`;
const PER_PROCESS = 16;

const plain = (await listWorkloads())
  .filter(
    ({ id, precision, batch }) =>
      precision === 'fp32' &&
      batch === 1 &&
      isWithin(id, { modelBytes: 60e6, macs: Number.POSITIVE_INFINITY }),
  )
  .map(({ id }) => id);
const groups = Array.from({ length: Math.ceil(plain.length / PER_PROCESS) }, (_, i) =>
  plain.slice(i * PER_PROCESS, (i + 1) * PER_PROCESS),
);

it.each(groups)(
  "ONNX's checker accepts %s and those after it",
  { timeout: 600_000 },
  async (...ids) => {
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-checker-'));
    try {
      const paths = ids.map((id) => join(folder, `${id}.onnx`));
      for (const [i, id] of ids.entries()) writeFileSync(paths[i], await buildWorkload(id));
      const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', CHECK, ...paths], {
        encoding: 'utf8',
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
