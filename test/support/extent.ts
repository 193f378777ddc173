// How much a suite takes on: by default what two cores do in a minute, with FLOPMARK_ALL=1 every
// workload there is.
import { MANIFEST } from '@/lib/models/manifest';

const ALL = process.env.FLOPMARK_ALL === '1';

interface Bounds {
  readonly modelBytes: number;
  readonly macs: number;
}

/**
 * Whether a workload is within the bounds, by its pinned size and work; always with FLOPMARK_ALL=1.
 */
export function isWithin(id: string, bounds: Bounds): boolean {
  const entry = MANIFEST.get(id);
  return (
    ALL ||
    (entry !== undefined && entry.modelBytes <= bounds.modelBytes && entry.macs <= bounds.macs)
  );
}
