// Facts that tests hold the project against, in test/fixtures/reference with their sources.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../fixtures/reference');

/** Path of a reference file. */
export const referencePath = (name: string): string => join(FOLDER, name);

/** Parsed JSON of a reference file. */
export const referenceJson = (name: string): unknown => JSON.parse(readFileSync(referencePath(name), 'utf8'));
