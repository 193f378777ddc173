// The realms of the code: one tsconfig each, which says what platform its files may touch and how
// strictly they are read. A realm is answered for its own files alone, those that its `include`
// names: what they import belongs to another realm and is checked there, by that realm's rules.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { root } from './root';

/** Every tsconfig at the root but the one that the others extend. */
export const REALMS: readonly string[] = readdirSync(root)
  .filter((name) => /^tsconfig.*\.json$/.test(name) && name !== 'tsconfig.base.json')
  .sort();

function tsc(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), ...args],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (stderr !== '') process.stderr.write(stderr);
  return { status, stdout };
}

/**
 * The files of a realm, as paths from the root. @throws Error for a tsconfig that cannot be read.
 */
export function filesOf(realm: string): ReadonlySet<string> {
  const { status, stdout } = tsc('--project', realm, '--showConfig');
  if (status !== 0) throw new Error(`${realm}: ${stdout}`);
  const { files = [] } = JSON.parse(stdout) as { readonly files?: readonly string[] };
  return new Set(files.map(normalize));
}

/** What is wrong in a realm's own files, and with its tsconfig: one text for each error. */
export function errorsOf(realm: string): readonly string[] {
  const own = filesOf(realm);
  const { status, stdout } = tsc('--project', realm, '--pretty', 'false', '--incremental', 'false');
  // An error's further lines are indented.
  const errors = stdout.split(/\n(?=\S)/).filter((text) => text.trim() !== '');
  if (status !== 0 && errors.length === 0) return [`${realm}: the compiler ended with ${status}`];
  return errors.filter((text) => {
    const file = /^(.+?)\(\d+,\d+\): /.exec(text)?.[1];
    return file === undefined || own.has(normalize(file));
  });
}
