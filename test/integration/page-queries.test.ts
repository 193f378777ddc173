// The queries behind the pages, on seeded rows, against the same sums done by hand over what is
// stored.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantile, sortValues } from '@/lib/bench/samples';
import { backendPairs } from '@/lib/db/backend-pairs';
import { crowdBefore, deviceFigures, runFigures, workloadFigures } from '@/lib/db/badge-facts';
import { getBoard } from '@/lib/db/board';
import { boardFacets } from '@/lib/db/board-facets';
import { boardTotals } from '@/lib/db/board-totals';
import { cellVotes } from '@/lib/db/cell-votes';
import type { Database } from '@/lib/db/client';
import { deviceResults } from '@/lib/db/device-results';
import { listDevices } from '@/lib/db/devices';
import { backendGains, variantGains } from '@/lib/db/gains';
import { boardNews } from '@/lib/db/news';
import { getRun, latestRuns } from '@/lib/db/runs';
import * as schema from '@/lib/db/schema';
import { searchDevices } from '@/lib/edge/search';
import { MANIFEST } from '@/lib/models/manifest';
import { AGREEMENT } from '@/lib/standings/agreement';
import { ratioOverVotes } from '@/lib/standings/ratio';
import { headlineOf } from '@/lib/views/run-view';
import { runView } from '@/lib/views/stored-run';
import { seedRuns } from '@/scripts/site/seed';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const SLUG = 'nvidia-geforce-rtx-4070';
const WORKLOAD = 'resnet18-fp32';

let opened: TestDatabase;
let db: Database;
let stored: readonly (typeof schema.measurements.$inferSelect)[];

beforeAll(async () => {
  opened = await openTestDatabase();
  const { session } = opened;
  await seedRuns(session, 28);
  // The pages' type names the driver; the queries are the same on every Postgres.
  db = opened.db;
  stored = await db.select().from(schema.measurements);
});

afterAll(async () => {
  await opened?.close();
});

const timeOf = (run: string, workload: string, backend: string): number =>
  stored.find((row) => row.run === run && row.backend === backend && row.workload === workload)
    ?.medianMs ?? Number.NaN;
const runsOf = (slug: string): string[] => [
  ...new Set(stored.filter(({ deviceSlug }) => deviceSlug === slug).map(({ run }) => run)),
];

describe('boardTotals', () => {
  it('counts what is on the board', async () => {
    const powers = await db
      .select({ id: schema.runs.id, power: schema.runs.powerState })
      .from(schema.runs);
    const onBattery = new Set(powers.flatMap(({ id, power }) => (power === 'battery' ? [id] : [])));
    const counted = stored.filter(
      ({ run, outcome, fellBack, trustLevel, backend, threadsGot, threadsWanted }) =>
        outcome === 'measured' &&
        !fellBack &&
        trustLevel > 0 &&
        !onBattery.has(run) &&
        (backend !== 'wasm' || threadsGot === 1 || threadsGot === threadsWanted),
    );
    expect(await boardTotals(db)).toEqual({
      measurements: counted.length,
      devices: (await listDevices(db, 1000)).length,
      workloads: new Set(counted.map(({ workload }) => workload)).size,
    });
  });
});

describe('latestRuns', () => {
  it('shows a run by what ran as it is ranked, not by a captured graph or a sustained measurement', async () => {
    const [newest] = await latestRuns(db, 1);
    if (newest === undefined) throw new Error('no run');
    const { runId, workload, backend, medianMs } = newest;
    const { measurements } = schema;
    const shown = and(
      eq(measurements.run, runId),
      eq(measurements.workload, workload),
      eq(measurements.backend, backend),
    );
    for (const mode of ['graph', 'sustained-600'] as const) {
      await db.update(measurements).set({ mode }).where(shown);
      const [instead] = await latestRuns(db, 1);
      expect(instead).toMatchObject({ runId });
      expect([instead?.workload, instead?.backend]).not.toEqual([workload, backend]);
    }
    await db.update(measurements).set({ mode: 'run' }).where(shown);
    expect(await latestRuns(db, 1)).toMatchObject([{ runId, workload, backend, medianMs }]);
  });
});

describe('backendPairs', () => {
  it('takes the median over networks of ratios within their runs', async () => {
    const runs = runsOf(SLUG);
    const expected = ratioOverVotes(
      runs.map((run) => timeOf(run, WORKLOAD, 'wasm') / timeOf(run, WORKLOAD, 'webgpu')),
    );
    const pair = (await backendPairs(db, SLUG)).find(({ workload }) => workload === WORKLOAD);
    expect(pair).toMatchObject({ base: 'wasm', subject: 'webgpu', networks: runs.length });
    expect(pair?.ratio.value).toBeCloseTo(expected.value, 9);
    expect(pair?.ratio.interval?.[0]).toBeCloseTo(expected.interval?.[0] ?? Number.NaN, 9);
  });

  it('finds none for a device that nobody has', async () => {
    expect(await backendPairs(db, 'nvidia-geforce-256')).toEqual([]);
  });
});

describe('gains', () => {
  const pair = {
    base: { id: 'resnet50-fp32', version: 1 },
    variant: { id: 'resnet50-fp16', version: 1 },
  };

  it('of a variant are medians of ratios within runs, per device and backend', async () => {
    const gains = await variantGains(db, [pair]);
    const own = gains.find(({ deviceSlug }) => deviceSlug === SLUG);
    const ratios = runsOf(SLUG).map(
      (run) => timeOf(run, 'resnet50-fp32', 'webgpu') / timeOf(run, 'resnet50-fp16', 'webgpu'),
    );
    expect(own).toMatchObject({ backend: 'webgpu', networks: ratios.length });
    expect(own?.ratio).toBeCloseTo(quantile(sortValues(ratios), 0.5), 9);
    expect(await variantGains(db, [pair], SLUG)).toEqual([own]);
    expect(
      await variantGains(db, [{ ...pair, variant: { id: 'resnet50-fp16', version: 99 } }]),
    ).toEqual([]);
  });

  it('of a backend are against WASM in the same run', async () => {
    const gain = (await backendGains(db)).find(
      ({ deviceSlug, base }) => deviceSlug === SLUG && base === WORKLOAD,
    );
    const ratios = runsOf(SLUG).map(
      (run) => timeOf(run, WORKLOAD, 'wasm') / timeOf(run, WORKLOAD, 'webgpu'),
    );
    expect(gain).toMatchObject({ baseBackend: 'wasm', backend: 'webgpu', variant: WORKLOAD });
    expect(gain?.ratio).toBeCloseTo(quantile(sortValues(ratios), 0.5), 9);
  });
});

describe('listDevices', () => {
  it('lists every device with a standing once, by networks, and finds by words', async () => {
    const all = await listDevices(db, 100);
    expect(all.map(({ slug }) => slug).toSorted()).toEqual(
      [
        ...new Set(
          stored
            .filter(({ outcome }) => outcome === 'measured')
            .map(({ deviceSlug }) => deviceSlug),
        ),
      ].toSorted(),
    );
    expect(all.map(({ networks }) => networks)).toEqual(
      all.map(({ networks }) => networks).toSorted((a, b) => b - a),
    );
    expect(await listDevices(db, 1)).toEqual(all.slice(0, 1));
  });
});

describe('searchDevices', () => {
  it.each(['4070 RTX', 'rtx4070', '４０７０', 'geforce4070', 'nvida 4070', '\0 4070\u0007rtx'])(
    'finds by %j',
    async (query) => {
      expect(await searchDevices(db, query, 9)).toMatchObject({
        items: [{ slug: SLUG, networks: 4 }],
        nearest: false,
      });
    },
  );

  it('gives the nearest where nothing answers every word, nothing for signs, and all for nothing', async () => {
    expect(await searchDevices(db, '4070 xtx', 9)).toMatchObject({
      items: [{ slug: SLUG }],
      nearest: true,
    });
    expect(await searchDevices(db, '%', 9)).toEqual({ items: [], nearest: false });
    expect((await searchDevices(db, ' ', 100)).items).toEqual(await listDevices(db, 100));
  });
});

describe('boardNews', () => {
  it('has the devices that the newest runs opened, each once, newest first', async () => {
    const news = await boardNews(db, 1000);
    const devices = news.filter(({ kind }) => kind === 'device');
    expect(devices.map(({ deviceSlug }) => deviceSlug).toSorted()).toEqual(
      (await listDevices(db, 100)).map(({ slug }) => slug).toSorted(),
    );
    expect(news.map(({ at }) => at.getTime())).toEqual(
      news.map(({ at }) => at.getTime()).toSorted((a, b) => b - a),
    );
    const first = devices.find(({ deviceSlug }) => deviceSlug === SLUG);
    const runs = await db.select().from(schema.runs);
    const opening = runs
      .filter(({ id }) => runsOf(SLUG).includes(id))
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
    expect(first?.run).toBe(opening?.id);
  });

  it('has records that no other person beats, at most one of a workload and a backend', async () => {
    const records = (await boardNews(db, 1000, 1)).filter(({ kind }) => kind === 'record');
    expect(records.length).toBeGreaterThan(0);
    expect(new Set(records.map(({ workload, backend }) => `${workload} ${backend}`)).size).toBe(
      records.length,
    );
    const standing = await db
      .select()
      .from(schema.cells)
      .innerJoin(schema.voices, eq(schema.voices.cell, schema.cells.id))
      .where(
        and(
          eq(schema.cells.trust, 1),
          eq(schema.cells.mode, 'run'),
          eq(schema.cells.threads, 'max'),
        ),
      );
    for (const { workload, backend, bestMs } of records) {
      const best = standing
        .filter(({ cells }) => cells.workload === workload && cells.backend === backend)
        .map(({ voices }) => voices.bestMs);
      expect(bestMs).toBe(Math.min(...best));
    }
  });

  it('has no records where nothing is attested', async () => {
    expect((await boardNews(db, 1000)).filter(({ kind }) => kind === 'record')).toEqual([]);
  });
});

describe('cellVotes', () => {
  it('are the times of the networks of that cell, ascending, and agree with its summary', async () => {
    const cell = {
      workload: WORKLOAD,
      version: 1,
      backend: 'webgpu',
      threads: 'max',
      deviceSlug: SLUG,
    } as const;
    const values = await cellVotes(db, cell);
    expect(values).toEqual(sortValues(runsOf(SLUG).map((run) => timeOf(run, WORKLOAD, 'webgpu'))));
    const result = (await deviceResults(db, SLUG))?.results.find(
      ({ workload }) => workload === WORKLOAD,
    );
    const median = quantile(sortValues(values), 0.5);
    expect(result?.p50Ms).toBeCloseTo(median, 9);
    expect(result?.agreeing).toBe(
      values.filter((value) => Math.abs(value / median - 1) <= AGREEMENT.spread).length,
    );
    expect(result?.agreeing).toBeGreaterThanOrEqual(AGREEMENT.networks);
  });
});

describe('boardFacets', () => {
  it('lists systems by keys, and each value once', async () => {
    const facets = await boardFacets(db, WORKLOAD, 1);
    expect(facets.os[0]).toBe('Windows');
    expect(facets.os.toSorted()).toEqual(['Android', 'Linux', 'Windows', 'macOS']);
    expect(facets.browser).toEqual(['Chrome']);
    expect(facets.ortVersion).toEqual(['1.30.0']);
  });

  it('is empty for a workload that nobody measured', async () => {
    expect(await boardFacets(db, 'alexnet-fp32', 1)).toEqual({
      browser: [],
      os: [],
      form: [],
      ortVersion: [],
    });
  });
});

describe('badge facts', () => {
  const version = MANIFEST.get(WORKLOAD)?.version ?? 0;
  const query = { workload: WORKLOAD, version, backend: 'webgpu', threads: 'max' } as const;
  const later = new Date('9000-01-01T00:00:00Z');

  it('take a device and a workload from the raw rows as from the standings', async () => {
    const device = await deviceFigures(db, { ...query, deviceSlug: SLUG, before: null });
    expect(device).toMatchObject({ backend: 'webgpu', networks: runsOf(SLUG).length });
    expect(await deviceFigures(db, { ...query, deviceSlug: SLUG, before: later })).toEqual(device);
    const workload = await workloadFigures(db, { ...query, before: null });
    expect(workload?.devices).toBeGreaterThan(1);
    expect(await workloadFigures(db, { ...query, before: later })).toEqual(workload);
  });

  it('filters on software without regard to case, and a system by any of its versions', async () => {
    const total = async (software: Parameters<typeof getBoard>[1]['software']): Promise<number> =>
      (await getBoard(db, { ...query, limit: 100, software: software ?? {} })).total;
    expect(await total({ os: 'Windows' })).toBeGreaterThan(0);
    expect(await total({ os: 'wINDOWS' })).toBe(await total({ os: 'Windows' }));
    expect(await total({ browser: 'CHROME' })).toBe(await total({ browser: 'Chrome' }));
    expect(await total({ os: 'Win' })).toBe(0);
    await db.update(schema.voices).set({ os: 'Windows 11' }).where(eq(schema.voices.os, 'Windows'));
    expect(await total({ os: 'windows' })).toBeGreaterThan(0);
    expect(await total({ os: 'windows 10' })).toBe(0);
    await db.update(schema.voices).set({ os: 'Windows' }).where(eq(schema.voices.os, 'Windows 11'));
  });

  it('agree with the board', async () => {
    const { rows } = await getBoard(db, { ...query, limit: 100 });
    const device = await deviceFigures(db, { ...query, deviceSlug: SLUG, before: null });
    expect(rows.find(({ deviceSlug }) => deviceSlug === SLUG)).toMatchObject({
      p50Ms: device?.p50Ms,
      networks: device?.networks,
    });
    expect((await workloadFigures(db, { ...query, before: null }))?.devices).toBe(rows.length);
  });

  it('know a run by what its page leads with, and its place among networks then and now', async () => {
    const models = [...MANIFEST.values()]
      .filter(({ kind }) => kind === 'model')
      .map(({ id }) => id);
    for (const { id } of await db.select({ id: schema.runs.id }).from(schema.runs)) {
      const whole = await getRun(db, id);
      const figures = await runFigures(db, id, models);
      const headline = whole && headlineOf(runView(whole, MANIFEST).measurements);
      expect(figures?.headline?.medianMs ?? null).toBe(headline?.medianMs ?? null);
      if (!figures?.headline || !headline) continue;
      const { workload, version, backend, threads, medianMs, boardMs, trustLevel, total, faster } =
        figures.headline;
      expect([workload, backend]).toEqual([headline.workload.id, headline.backend]);
      const then = { workload, version, backend, threads, before: later };
      const row = whole.measurements.find(({ id: of }) => String(of) === headline.id);
      expect([boardMs, trustLevel]).toEqual([medianMs, row?.trustLevel]);
      expect(await crowdBefore(db, then, medianMs)).toEqual({ total, faster });
      expect(total).toBeGreaterThan(faster);
    }
    expect(await runFigures(db, '0000000000000000', models)).toBeNull();
  });

  it('take the fastest backend where none is named', async () => {
    const device = await deviceFigures(db, {
      ...query,
      backend: null,
      deviceSlug: SLUG,
      before: null,
    });
    expect(device?.backend).toBe('webgpu');
    expect(
      await deviceFigures(db, { ...query, backend: 'webnn-npu', deviceSlug: SLUG, before: null }),
    ).toBeNull();
  });

  it('freeze at what was published by then', async () => {
    const times = (await db.select().from(schema.runs).where(eq(schema.runs.state, 'live')))
      .filter(({ id }) => runsOf(SLUG).includes(id))
      .map(({ createdAt }) => createdAt)
      .toSorted((a, b) => a.getTime() - b.getTime());
    const middle = times[Math.floor(times.length / 2)] ?? later;
    const then = await deviceFigures(db, { ...query, deviceSlug: SLUG, before: middle });
    expect(then?.networks).toBe(times.filter((time) => time < middle).length);
    expect(
      await deviceFigures(db, { ...query, deviceSlug: SLUG, before: times[0] ?? later }),
    ).toBeNull();
    expect(
      await workloadFigures(db, { ...query, before: new Date('2000-01-01T00:00:00Z') }),
    ).toBeNull();
  });
});
