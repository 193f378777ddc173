// Which subjects of a commit the hook refuses, and that git runs it.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultOf } from '@/scripts/hooks/commit-subject.mjs';
import { root } from '@/scripts/root';

it.each([
  'onnx: split layout by subject',
  'protocol: bump to 3',
  'Merge branch x',
  'fixup! docs: say why',
])('takes %j', (subject) => {
  expect(faultOf(subject)).toBeNull();
});

it.each([
  ['Fix things', 'area'],
  ['onnx split', 'area'],
  ['onnx: Split layout.', 'full stop'],
  ['onnx: split layout; docs: say why', 'two ideas'],
  ['onnx: the layout by subject', 'the'],
  ['onnx: added rules', 'added'],
  [`onnx: split ${'x'.repeat(100)}`, 'longer'],
])('refuses %j', (subject, why) => {
  expect(faultOf(subject)).toContain(why);
});

it('is asked by git', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-commit-'));
  try {
    // A copy that is executable also where the checkout lost its modes.
    const copy = join(folder, 'hooks');
    cpSync(join(root, 'scripts/hooks'), copy, { recursive: true });
    chmodSync(join(copy, 'commit-msg'), 0o755);
    const git = (...args: string[]) => {
      const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
      const hooks = ['-c', `core.hooksPath=${copy}`];
      return spawnSync('git', [...identity, ...hooks, ...args], { cwd: folder, encoding: 'utf8' });
    };
    execFileSync('git', ['init', '-q'], { cwd: folder });
    expect(git('commit', '--allow-empty', '-m', 'some work').status).toBe(1);
    expect(git('commit', '--allow-empty', '-m', 'docs: say why').status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
