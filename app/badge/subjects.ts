// What a badge, a card or a preview can be about, each read from the store: a run, a device at a workload, a workload's
// work, and a workload in browsers at large.
import { headlineOf, type MeasuredView } from '@/app/runs/[id]/run-view';
import { runView } from '@/app/runs/[id]/stored-run';
import type { Badge } from '@/lib/badge/badge';
import { modelBadge, UNKNOWN_MODEL_BADGE } from '@/lib/badge/model-badge';
import { emptyRunBadge, runBadge, topPercentOf, UNKNOWN_RUN_BADGE } from '@/lib/badge/run-badge';
import { browserBadge, counted, deviceBadge, UNKNOWN_DEVICE_BADGE, UNMEASURED_BADGE } from '@/lib/badge/standing-badge';
import { crowdOf, deviceFigures, workloadFigures } from '@/lib/db/badge-facts';
import { database } from '@/lib/db/client';
import { deviceResults } from '@/lib/db/device-results';
import { getRun } from '@/lib/db/runs';
import { isSlug, routeOf } from '@/lib/device/page';
import { type BadgeOptions, beforeOf } from '@/lib/edge/badge-options';
import { MANIFEST } from '@/lib/models/manifest';
import { titleOf } from '@/lib/models/workload';
import { binOf } from '@/lib/standings/histogram';
import { RUN_ID } from '@/lib/submission/run-id';

type Frozen = Pick<BadgeOptions, 'at'>;

async function topPercent({ workload, backend, threads, countedMs }: MeasuredView, frozen: Frozen) {
  const entry = MANIFEST.get(workload.id);
  if (entry === undefined || backend === 'mixed') return null;
  const { faster, total } = await crowdOf(
    database(),
    {
      workload: entry.id,
      version: entry.version,
      backend,
      threads: backend === 'wasm' && threads.got === 1 ? 'one' : 'max',
      before: beforeOf(frozen),
    },
    binOf(countedMs),
  );
  return topPercentOf(faster, total);
}

export async function runBadgeOf(id: string, options: Frozen): Promise<Badge> {
  const stored = RUN_ID.test(id) ? await getRun(database(), id) : null;
  if (stored === null) return UNKNOWN_RUN_BADGE;
  const { measurements, publishedAt, device } = runView(stored, MANIFEST);
  const headline = headlineOf(measurements);
  if (headline === null) return emptyRunBadge(publishedAt);
  const { workload, backend, medianMs, countedMs, gflops } = headline;
  const { trustLevel } = stored.run;
  return runBadge({
    deviceName: device.name,
    workloadTitle: workload.title,
    kind: workload.kind,
    rateUnit: workload.rateUnit,
    backend,
    countedMs,
    gflops: gflops === null ? null : (gflops * medianMs) / countedMs,
    trustLevel,
    topPercent: trustLevel === 0 ? null : await topPercent(headline, options),
    measuredAt: publishedAt,
  });
}

const asOf = ({ at }: Frozen): Date => (at === null ? new Date() : new Date(`${at}T00:00:00Z`));

export async function deviceBadgeOf(slug: string, workload: string, options: BadgeOptions): Promise<Badge> {
  const entry = MANIFEST.get(workload);
  if (!isSlug(slug)) return UNKNOWN_DEVICE_BADGE;
  if (entry === undefined) return UNKNOWN_MODEL_BADGE;
  const figures = await deviceFigures(database(), {
    deviceSlug: slug,
    workload: entry.id,
    version: entry.version,
    backend: options.backend,
    threads: 'max',
    before: beforeOf(options),
  });
  return figures === null
    ? UNMEASURED_BADGE
    : deviceBadge({ ...figures, workloadTitle: titleOf(entry), at: asOf(options) });
}

/** A device at the model with the most work that it was measured with, else at such a kernel, fastest backend first. */
export async function deviceHeadlineOf(slug: string): Promise<Badge> {
  const device = isSlug(slug) ? await deviceResults(database(), slug) : null;
  if (device === null) return { ...UNMEASURED_BADGE, label: routeTitle(slug) ?? UNMEASURED_BADGE.label };
  const known = device.results.flatMap((result) => {
    const entry = MANIFEST.get(result.workload);
    return entry === undefined || result.oneThread ? [] : [{ ...result, entry }];
  });
  const [best] = known.toSorted(
    (a, b) =>
      Number(b.entry.kind === 'model') - Number(a.entry.kind === 'model') ||
      b.entry.flops - a.entry.flops ||
      a.p50Ms - b.p50Ms,
  );
  if (best === undefined) return { ...UNMEASURED_BADGE, label: device.name };
  const badge = deviceBadge({
    deviceName: device.name,
    workloadTitle: titleOf(best.entry),
    backend: best.backend,
    p50Ms: best.p50Ms,
    people: best.people,
    at: new Date(),
  });
  const workloads = new Set(device.results.map(({ workload }) => workload)).size;
  return { ...badge, parts: [...badge.parts, counted(workloads, 'workload', 'workloads')] };
}

function routeTitle(slug: string): string | null {
  const route = routeOf(slug, false);
  return route.to === 'empty' ? route.title : null;
}

export async function modelBadgeOf(id: string): Promise<Badge> {
  const entry = MANIFEST.get(id);
  return entry === undefined ? UNKNOWN_MODEL_BADGE : modelBadge(entry);
}

/** On WebGPU where nothing else is asked for, and where nobody has that, on WASM. */
export async function browserBadgeOf(id: string, options: BadgeOptions): Promise<Badge> {
  const entry = MANIFEST.get(id);
  if (entry === undefined) return UNKNOWN_MODEL_BADGE;
  for (const backend of options.backend === null ? (['webgpu', 'wasm'] as const) : [options.backend]) {
    const figures = await workloadFigures(database(), {
      workload: entry.id,
      version: entry.version,
      backend,
      threads: 'max',
      before: beforeOf(options),
    });
    if (figures !== null) return browserBadge({ ...figures, backend, at: asOf(options) });
  }
  return UNMEASURED_BADGE;
}
