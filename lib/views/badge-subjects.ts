// What a badge, a card or a preview can be about, each read from the store: a run, a device at a
// workload, a workload's work, and a workload in browsers at large.
import type { Badge } from '@/lib/badge/badge';
import { modelBadge, UNKNOWN_MODEL_BADGE } from '@/lib/badge/model-badge';
import { emptyRunBadge, runBadge, topPercentOf, UNKNOWN_RUN_BADGE } from '@/lib/badge/run-badge';
import {
  browserBadge,
  counted,
  deviceBadge,
  UNKNOWN_DEVICE_BADGE,
  UNMEASURED_BADGE,
} from '@/lib/badge/standing-badge';
import { PROTOCOL } from '@/lib/bench/protocol';
import {
  type Crowd,
  crowdBefore,
  deviceFigures,
  type RunHeadline,
  runFigures,
  workloadFigures,
} from '@/lib/db/badge-facts';
import { database } from '@/lib/db/client';
import { deviceResults } from '@/lib/db/device-results';
import { isSlug, routeOf } from '@/lib/device/page';
import { type BadgeOptions, beforeOf } from '@/lib/edge/badge-options';
import { MANIFEST } from '@/lib/models/manifest';
import { titleOf } from '@/lib/models/workload';
import { RUN_ID } from '@/lib/submission/run-id';
import { rateOf, unitOfArithmetic } from '@/lib/views/lead';

type Frozen = Pick<BadgeOptions, 'at'>;

const MODELS = [...MANIFEST.values()].filter(({ kind }) => kind === 'model').map(({ id }) => id);

/** Among those who had a result by then, where the badge is frozen. */
async function crowdOf(headline: RunHeadline, frozen: Frozen): Promise<Crowd | null> {
  const before = beforeOf(frozen);
  if (before === null) return headline;
  const { workload, version, backend, threads, boardMs } = headline;
  if (boardMs === null) return null;
  return crowdBefore(database(), { workload, version, backend, threads, before }, boardMs);
}

/**
 * A dated badge keeps the time that the board of its day showed, where another protocol is in use
 * by now.
 */
const timeOf = ({ medianMs, boardMs, protocol, workload }: RunHeadline, frozen: Frozen): number => {
  const perNode = MANIFEST.get(workload)?.metric === 'µs';
  return perNode || (frozen.at !== null && protocol !== PROTOCOL.id)
    ? (boardMs ?? medianMs)
    : medianMs;
};

/** The badge of a run; a grey one where the id names none. */
export const runBadgeOf = async (id: string, options: Frozen): Promise<Badge> =>
  (await findRunBadge(id, options)) ?? UNKNOWN_RUN_BADGE;

/** Reads the badge of a run; null where there is no such run. */
export async function findRunBadge(id: string, options: Frozen): Promise<Badge | null> {
  const run = RUN_ID.test(id) ? await runFigures(database(), id, MODELS) : null;
  if (run === null) return null;
  const { headline, publishedAt } = run;
  if (headline === null) return emptyRunBadge(publishedAt);
  const { workload, deviceName, backend, fellBack, flops, params, computeType, trustLevel } =
    headline;
  const ms = timeOf(headline, options);
  const entry = MANIFEST.get(workload);
  const ranked = trustLevel > 0 && !fellBack;
  const crowd = ranked ? await crowdOf(headline, options) : null;
  return runBadge({
    deviceName,
    workloadTitle: entry === undefined ? workload : titleOf(entry),
    kind: entry?.kind ?? (params > 0 ? 'model' : 'kernel'),
    rateUnit: unitOfArithmetic(computeType),
    backend: fellBack ? 'mixed' : backend,
    ms,
    gflops: rateOf(flops, ms),
    trustLevel,
    topPercent: crowd && topPercentOf(crowd.faster, crowd.total),
    measuredAt: publishedAt,
  });
}

const asOf = ({ at }: Frozen): Date => (at === null ? new Date() : new Date(`${at}T00:00:00Z`));

/** The badge of a device for one workload, on the backend asked for or its fastest. */
export async function deviceBadgeOf(
  slug: string,
  workload: string,
  options: BadgeOptions,
): Promise<Badge> {
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

/**
 * A device at the model with the most work that it was measured with, else at such a kernel,
 * fastest backend first. Null for what is no device.
 */
export async function findDeviceHeadline(slug: string): Promise<Badge | null> {
  const device = isSlug(slug) ? await deviceResults(database(), slug) : null;
  if (device === null) {
    const title = routeTitle(slug);
    return title === null ? null : { ...UNMEASURED_BADGE, label: title };
  }
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
    networks: best.networks,
    at: new Date(),
  });
  const workloads = new Set(device.results.map(({ workload }) => workload)).size;
  return { ...badge, parts: [...badge.parts, counted(workloads, 'workload', 'workloads')] };
}

function routeTitle(slug: string): string | null {
  const route = routeOf(slug, false);
  return route.to === 'empty' ? route.title : null;
}

/** Reads the badge of a workload's FLOPs; null for what the manifest has not. */
export async function findModelBadge(id: string): Promise<Badge | null> {
  const entry = MANIFEST.get(id);
  return entry === undefined ? null : modelBadge(entry);
}

/** The badge of a model's counts; a grey one where there is no such model. */
export const modelBadgeOf = async (id: string): Promise<Badge> =>
  (await findModelBadge(id)) ?? UNKNOWN_MODEL_BADGE;

/**
 * Reads the badge of a workload in browsers at large: on WebGPU where nothing else is asked for,
 * and where nobody has that, on WASM.
 */
export async function browserBadgeOf(id: string, options: BadgeOptions): Promise<Badge> {
  const entry = MANIFEST.get(id);
  if (entry === undefined) return UNKNOWN_MODEL_BADGE;
  for (const backend of options.backend === null
    ? (['webgpu', 'wasm'] as const)
    : [options.backend]) {
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
