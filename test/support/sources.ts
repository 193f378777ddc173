// The source files of the repository, by walking its folders: git would refuse to list them for
// another user than the one who cloned it.
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

const allFiles = (): readonly string[] => filesIn(root).map((path) => relative(root, path));

/** What people wrote to be read: sources, styles and documents. */
export const writtenFiles = (): readonly string[] =>
  allFiles().filter(
    (path) =>
      /\.(?:[cm]?[jt]sx?|css|md)$/.test(path) &&
      !/\.generated\.|^test\/fixtures\/(?:reference|cases)\//.test(path),
  );

/**
 * As paths from the root. A `.d.ts` describes a platform, and what is generated is no source of
 * ours.
 */
export const sourceFiles = (): readonly string[] =>
  allFiles().filter(
    (path) => /\.[cm]?[jt]sx?$/.test(path) && !/\.(d\.ts|generated\.mjs)$/.test(path),
  );
