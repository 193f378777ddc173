// Facts that tests hold the project against, in test/fixtures/reference with their sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';

const FOLDER = join(root, 'test/fixtures/reference');

/** Path of a reference file. */
export const referencePath = (name: string): string => join(FOLDER, name);

/** Parsed JSON of a reference file. */
export const referenceJson = (name: string): unknown =>
  JSON.parse(readFileSync(referencePath(name), 'utf8'));
