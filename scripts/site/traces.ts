// What the build found its parts to load: a list beside each, in a file of its own.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesUnder } from '../files-under';

/** Of each part of the build below `folder`, the paths of the files that it loads. */
export const tracesUnder = (folder: string): string[][] =>
  filesUnder(folder)
    .filter((path) => path.endsWith('.nft.json'))
    .map((path) => {
      const { files } = JSON.parse(readFileSync(path, 'utf8')) as {
        readonly files: readonly string[];
      };
      return files.map((file) => join(dirname(path), file));
    });
