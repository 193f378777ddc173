// The canonical form of one raw string as the command and the re-canonicalisation print it: the raw
// string first, so that nothing is lost, then its address, its title and everything the name says.
import { GPU_NAME_VERSION, type GpuName, gpuSlug, gpuTitle, nameOf } from './gpu-name';

export interface NameReport extends GpuName {
  readonly raw: string;
  readonly slug: string;
  readonly title: string;
  readonly tableVersion: number;
}

/** All that is known from one raw string, as `npm run -s device` prints it. */
export function reportName(raw: string): NameReport {
  const name = nameOf(raw);
  return {
    raw,
    slug: gpuSlug(name),
    title: gpuTitle(name),
    ...name,
    tableVersion: GPU_NAME_VERSION,
  };
}
