// `device`, as a script calls it: clean JSON on stdout, one line per line, exit codes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '@/scripts/root';
import { runCommand } from '../support/run-command';

const device = (...args: string[]) => runCommand('device', ...args);

describe('npm run device', () => {
  it('prints one name as JSON, also by npm and in a process of its own', async () => {
    const args = ['NVIDIA GeForce RTX 3080 Ti Laptop GPU/PCIe/SSE2', '--json'];
    const { status, stdout } = await device(...args);
    const alone = spawnSync('npm', ['run', '-s', 'device', '--', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(alone).toMatchObject({ status, stdout, stderr: '' });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      raw: 'NVIDIA GeForce RTX 3080 Ti Laptop GPU/PCIe/SSE2',
      slug: 'nvidia-geforce-rtx-3080-ti-laptop-gpu',
      kind: 'gpu',
      vendor: 'NVIDIA',
      variant: 'Ti Laptop GPU',
    });
  });

  it('prints a line per line of a file, in order, blank lines too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-device-'));
    const file = join(folder, 'renderers.txt');
    const lines = ['Apple M1', '', 'Mali-G57 MC2', '{"vendor":"intel","architecture":"gen-9"}'];
    writeFileSync(file, lines.join('\n'));
    const { status, stdout } = await device('--file', file);
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { raw: string; vendor: string | null });
    expect(reports.map(({ raw }) => raw)).toEqual(lines);
    expect(reports.map(({ vendor }) => vendor)).toEqual(['Apple', null, 'ARM', 'Intel']);
  });

  it('tells bad usage from an unreadable file', async () => {
    expect(await device()).toMatchObject({ status: 2, stdout: '' });
    expect(await device('--nonsense')).toMatchObject({ status: 2, stdout: '' });
    expect(await device('--file', '/nonexistent')).toMatchObject({ status: 1, stdout: '' });
  });
});
