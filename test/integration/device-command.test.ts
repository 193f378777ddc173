// The command line of `npm run device`, as a script calls it: clean JSON on stdout, one line per
// line, exit codes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const device = (...args: string[]) =>
  spawnSync('npm', ['run', '-s', 'device', '--', ...args], { cwd: root, encoding: 'utf8' });

describe('npm run device', () => {
  it('prints one name as JSON', () => {
    const { status, stdout } = device('NVIDIA GeForce RTX 3080 Ti Laptop GPU/PCIe/SSE2', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      raw: 'NVIDIA GeForce RTX 3080 Ti Laptop GPU/PCIe/SSE2',
      slug: 'nvidia-geforce-rtx-3080-ti-laptop-gpu',
      kind: 'gpu',
      vendor: 'NVIDIA',
      variant: 'Ti Laptop GPU',
    });
  });

  it('prints a line per line of a file, in order, blank lines too', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'flopmark-')), 'renderers.txt');
    const lines = ['Apple M1', '', 'Mali-G57 MC2', '{"vendor":"intel","architecture":"gen-9"}'];
    writeFileSync(file, lines.join('\n'));
    const { status, stdout } = device('--file', file);
    expect(status).toBe(0);
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { raw: string; vendor: string | null });
    expect(reports.map(({ raw }) => raw)).toEqual(lines);
    expect(reports.map(({ vendor }) => vendor)).toEqual(['Apple', null, 'ARM', 'Intel']);
  });

  it('tells bad usage from an unreadable file', () => {
    expect(device().status).toBe(2);
    expect(device('--nonsense').status).toBe(2);
    expect(device('--file', '/nonexistent').status).toBe(1);
  });
});
