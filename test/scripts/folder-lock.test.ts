// One holder of a data folder, also where several begin at once on what a killed one left.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '@/scripts/root';

const STARTERS = 6;

const starter = (
  folder: string,
): { readonly child: ChildProcess; readonly said: Promise<string> } => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/take-lock.ts', folder], {
    cwd: root,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.node.json') },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk).trim())),
  );
  return { child, said };
};

it.each([
  ['no lock', null],
  ['the lock of a process that is gone', '999999999 1'],
])('of several that start at once one has the folder: %s', async (_, left) => {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-lock-'));
  if (left !== null) writeFileSync(join(folder, 'lock'), left);
  const starters = Array.from({ length: STARTERS }, () => starter(folder));
  const said = await Promise.all(starters.map((each) => each.said));
  expect(said.toSorted()).toEqual([...Array(STARTERS - 1).fill('in use'), 'taken']);
  const winner = starters[said.indexOf('taken')];
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toContain(`${winner?.child.pid} `);
  for (const { child } of starters) child.kill('SIGKILL');
  await Promise.all(starters.map(({ child }) => new Promise((done) => child.once('exit', done))));
  const next = starter(folder);
  expect(await next.said).toBe('taken');
  next.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
