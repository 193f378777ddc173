// The source files of a folder that mutants are drawn from: declarations, generated code and tables
// of facts are none.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../root';

export const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !/\.d\.ts$|\.generated\./.test(name))
    .toSorted()
    .map((name) => `${folder}/${name}`);
