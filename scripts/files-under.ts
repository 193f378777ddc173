import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of all that is no folder, however deep below `folder`; links are not followed. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
