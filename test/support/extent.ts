// How much the tests take on. `npm test -- --long` takes the long proofs too: every case of what is
// otherwise drawn from, every size, and the files called *.long.test.ts.
import { MANIFEST } from '@/lib/models/manifest';

export const LONG = process.env.FLOPMARK_LONG === '1';

interface Bounds {
  readonly modelBytes: number;
  readonly macs: number;
}

/** Whether a workload is within the bounds, by its pinned size and work; always in long tests. */
export function isWithin(id: string, bounds: Bounds): boolean {
  const entry = MANIFEST.get(id);
  return (
    LONG ||
    (entry !== undefined && entry.modelBytes <= bounds.modelBytes && entry.macs <= bounds.macs)
  );
}
