// Where the reference data lies: facts shared between checkouts, not part of the repository. Tests that need them skip
// where they are absent. Order: FLOPMARK_REFERENCE, beside the checkout, the shared folder of the build machine.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const CANDIDATES = [
  process.env.FLOPMARK_REFERENCE,
  resolve(import.meta.dirname, '../../../shared/reference'),
  '/work/shared/reference',
];

const folder = CANDIDATES.find((path) => path !== undefined && existsSync(path));

/** Path of a reference file, null where it is not available. */
export function referencePath(name: string): string | null {
  const path = folder === undefined ? null : join(folder, name);
  return path !== null && existsSync(path) ? path : null;
}

/** Parsed JSON of a reference file, null where it is not available. */
export function referenceJson(name: string): unknown {
  const path = referencePath(name);
  return path === null ? null : JSON.parse(readFileSync(path, 'utf8'));
}
