// What `npm test` says at its end of a suite that failed, by a real run of vitest: every failure is
// named, also one that no test caught.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from '@/scripts/root';
import { TOTALS_FILE } from '@/scripts/suites/vitest-totals';

const FILES = {
  'vitest.config.mjs': 'export default { test: { globals: true } };',
  'sound.test.js': `it('holds', () => {}); it.skip('is left out', () => {});`,
  'wrong.test.js': `describe('sums', () => it('adds', () => expect(1 + 1).toBe(3)));`,
  'unloaded.test.js': `throw new Error('cannot be loaded');`,
  'hook.test.js': `describe('a site', () => {
    beforeAll(() => { throw new Error('no server') });
    it('answers', () => {});
  });`,
  'late.test.js': `it('leaves something behind', async () => {
    Promise.reject(new Error('nobody waits for this'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  });`,
};

const folder = mkdtempSync(join(tmpdir(), 'flopmark-suite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('names what failed in tests, in hooks, in loading and outside of any test', () => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const path = join(folder, 'totals.json');
  const reporter = join(root, 'scripts/suites/vitest-totals.ts');
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', `--reporter=${reporter}`],
    { cwd: folder, env: { ...process.env, [TOTALS_FILE]: path }, stdio: 'ignore' },
  );
  expect(status).toBe(1);
  const { failures, ...counts } = JSON.parse(readFileSync(path, 'utf8'));
  expect(counts).toEqual({ passed: 2, failed: 4, skipped: 2 });
  expect([...failures].sort()).toEqual([
    'hook.test.js: a site: no server',
    expect.stringMatching(
      /^late\.test\.js: in or after 'leaves something behind', caught by no test: nobody waits for this at .*late\.test\.js:2:/,
    ),
    'unloaded.test.js: cannot be loaded',
    'wrong.test.js: sums > adds: expected 2 to be 3 // Object.is equality',
  ]);
});
