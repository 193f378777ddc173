// What is compared with what: only workloads that all chosen devices have, each device by its
// fastest backend there (or one backend for all), ratios against the first device, and their
// geometric means by family.
import type { Backend } from '@/lib/core/backend';
import { groupBy } from '@/lib/core/group';
import type { DeviceResult, DeviceResults } from '@/lib/db/device-results';
import type { ManifestEntry, WorkloadKind } from '@/lib/models/workload';
import {
  geometricMean,
  type Median,
  medianOf,
  type Ratio,
  speedRatio,
} from '@/lib/standings/ratio';

export interface ComparedWorkload {
  readonly entry: ManifestEntry;
  /** One per device, in their order. */
  readonly results: readonly DeviceResult[];
  /** Against the first device; its own place is left out, so this is one shorter than `results`. */
  readonly ratios: readonly Ratio[];
}

export interface FamilyRatios {
  readonly family: string;
  readonly kind: WorkloadKind;
  readonly workloads: number;
  readonly ratios: readonly Ratio[];
}

export interface Comparison {
  readonly workloads: readonly ComparedWorkload[];
  readonly families: readonly FamilyRatios[];
  /** Geometric mean over families, so that a family with many sizes weighs no more than others. */
  readonly overall: readonly Ratio[];
}

/** The fastest backend of a workload; one thread only where there is nothing else. */
function fastest(
  device: DeviceResults,
  workload: string,
  backend: Backend | null,
): DeviceResult | null {
  const candidates = device.results.filter(
    (result) => result.workload === workload && (backend === null || result.backend === backend),
  );
  return (
    candidates.toSorted(
      (a, b) => Number(a.oneThread) - Number(b.oneThread) || a.p50Ms - b.p50Ms,
    )[0] ?? null
  );
}

const medianOfResult = ({ networks, p50Ms, intervalMs }: DeviceResult): Median =>
  medianOf({ networks, p50: p50Ms, interval: intervalMs });

export function compareDevices(
  devices: readonly DeviceResults[],
  manifest: ReadonlyMap<string, ManifestEntry>,
  backend: Backend | null,
): Comparison {
  const workloads = [...manifest.values()].flatMap((entry): ComparedWorkload[] => {
    const results = devices.flatMap((device) => fastest(device, entry.id, backend) ?? []);
    const [base, ...others] = results;
    if (base === undefined || results.length < devices.length) return [];
    const ratios = others.map((other) => speedRatio(medianOfResult(other), medianOfResult(base)));
    return [{ entry, results, ratios }];
  });
  const families = familiesOf(workloads);
  return { workloads, families, overall: meansOf(families) };
}

function familiesOf(workloads: readonly ComparedWorkload[]): FamilyRatios[] {
  const groups = groupBy(workloads, ({ entry }) => `${entry.kind} ${entry.family}`);
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const { family, kind } = first.entry;
    return [{ family, kind, workloads: members.length, ratios: meansOf(members) }];
  });
}

/** Device by device, the mean of what stands in the rows. */
function meansOf(rows: readonly { readonly ratios: readonly Ratio[] }[]): Ratio[] {
  const devices = rows[0]?.ratios ?? [];
  return devices.flatMap(
    (_, device) => geometricMean(rows.flatMap(({ ratios }) => ratios[device] ?? [])) ?? [],
  );
}
