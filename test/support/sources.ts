// The source files of the repository, by walking its folders: git would refuse to list them for another user than the one
// who cloned it.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '@/scripts/root';

const SKIP = new Set(['node_modules', 'public', 'migrations', 'coverage']);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIP.has(entry.name) || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** As paths from the root. A `.d.ts` describes a platform, and what is generated is no source of ours. */
export const sourceFiles = (): readonly string[] =>
  filesIn(root)
    .map((path) => relative(root, path))
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !/\.(d\.ts|generated\.mjs)$/.test(path));
