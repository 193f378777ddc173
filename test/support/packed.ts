// The npm package as a user gets it: packed once, installed from its tarball into an empty folder.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '@/scripts/root';

export interface PackedPackage {
  /** The empty folder, with the package in its node_modules. */
  readonly folder: string;
  readonly tarball: string;
  remove(): void;
}

/** @throws Error where packing or installing fails */
export function installPacked(): PackedPackage {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-packed-'));
  const run = (command: string, args: readonly string[], cwd: string): string => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  };
  const packed = run(
    process.execPath,
    ['scripts/run.mjs', 'pack', '--out', join(folder, 'packed')],
    root,
  );
  const tarball = packed.trimEnd();
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], folder);
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true }) };
}
