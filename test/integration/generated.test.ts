// Generated runs go the way of people's and never stand beside them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BoardQuery, getBoard } from '@/lib/db/board';
import { auditTrail } from '@/lib/db/moderation';
import { waitingRuns } from '@/lib/db/moderation-queue';
import { EVIDENCE } from '@/lib/standings/evidence';
import { runSubmissionSchema } from '@/lib/submission/schema';
import { openEmbedded } from '@/scripts/database/embedded';
import { copyEmptyDatabase } from '@/scripts/database/empty';
import { generatorOf, markGenerated, requireKind } from '@/scripts/database/generated';
import { root } from '@/scripts/root';
import { freePort } from '@/scripts/site/free-port';
import { seedRuns } from '@/scripts/site/seed';
import { scheduleOf } from '@/scripts/synth/schedule';
import { makeVisit } from '@/scripts/synth/visit';
import { openExampleDatabase } from '../support/example-database';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const UNTIL = new Date(Date.UTC(2026, 10, 1));
const opened: TestDatabase[] = [];

async function open(opening = openTestDatabase): Promise<TestDatabase> {
  const database = await opening();
  opened.push(database);
  return database;
}

afterAll(async () => {
  for (const { close } of opened) await close();
});

describe('a half year of generated runs', () => {
  let made: TestDatabase;
  beforeAll(async () => {
    made = await open(openExampleDatabase);
  });

  it('has every outcome, doubts, levels, and dates of several months', async () => {
    const { rows } = await made.db.execute(sql`
      select array(select distinct outcome from measurements order by 1) as outcomes,
             array(select distinct unnest(quality) from measurements) as doubts,
             array(select distinct trust_level from measurements order by 1) as levels,
             (select max(created_at) - min(created_at) > interval '120 days' from runs) as spread,
             (select count(*)::int from runs where created_at > now() + interval '1 day') as coming`);
    expect(rows).toMatchObject([
      {
        outcomes: expect.arrayContaining(['failed', 'measured', 'skipped']),
        doubts: expect.arrayContaining([
          'wide-interval',
          'on-battery',
          'canary-loss',
          'too-few-samples',
        ]),
        spread: true,
        coming: 0,
      },
    ]);
  });

  it('has boards with ranked rows, agreed on and not, and provisional ones', async () => {
    const query: BoardQuery = {
      workload: 'mobilenet-v2-fp32',
      version: 1,
      backend: null,
      threads: 'max',
      limit: 200,
    };
    const { rows } = await getBoard(made.db, query);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.some(({ rank, agreeing }) => rank !== null && agreeing > 0)).toBe(true);
    expect(rows.some(({ rank }) => rank === null)).toBe(true);
    const kinds = await Promise.all(
      ['mobilenet-v2-fp32', 'gemm-1024-fp32', 'copy-512x2048-fp32'].map(async (workload) => {
        const board = await getBoard(made.db, { ...query, workload });
        return board.rows.map(({ evidence }) => evidence);
      }),
    );
    expect(new Set(kinds.flat())).toEqual(new Set(EVIDENCE));
  });

  it('has runs that wait for a moderator, for reasons of several kinds', async () => {
    const choice = { reason: null, device: null, network: null, after: null };
    const { runs: waiting } = await waitingRuns(made.db, choice, 50);
    const reasons = waiting.flatMap(({ quarantineReasons, rowReasons }) => [
      ...quarantineReasons,
      ...rowReasons.map(({ code }) => code),
    ]);
    expect(reasons.length).toBeGreaterThan(0);
    expect(await auditTrail(made.db, 1)).toHaveLength(1);
  });
});

describe('a visit', () => {
  const visits = scheduleOf(1, UNTIL);

  it('is the same for the same seed, and another for another', () => {
    const [visit] = visits;
    if (visit === undefined) throw new Error('nobody visits');
    expect(makeVisit(1, visit)).toEqual(makeVisit(1, visit));
    expect(makeVisit(1, visit)).not.toEqual(makeVisit(2, visit));
  });

  it('is of every suite, and in the form that the API takes', () => {
    const bySuite = new Map(visits.map((visit) => [visit.suite, visit]));
    expect([...bySuite.keys()].toSorted()).toEqual([
      'custom',
      'full',
      'quick',
      'smoke',
      'standard',
      'sustained',
    ]);
    for (const visit of bySuite.values()) {
      const { submission } = makeVisit(1, visit);
      const key = { submitterKey: visit.person.key };
      const parsed = runSubmissionSchema.safeParse({ ...submission, ...key });
      expect([visit.suite, parsed.error?.issues ?? []]).toEqual([visit.suite, []]);
    }
  });
});

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-kinds-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What it says when it is started on a folder that holds nothing but an empty database. */
  async function startOn(kind: 'people' | 'generated', ...flags: string[]): Promise<string> {
    const data = join(folder, kind);
    mkdirSync(data, { recursive: true });
    if (!existsSync(join(data, 'db'))) {
      await copyEmptyDatabase(join(data, 'db'));
      const { database, close } = await openEmbedded(join(data, 'db'));
      if (kind === 'generated') await markGenerated(drizzle(database), 'test');
      await close();
    }
    const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', ...flags], {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(await freePort()),
        FLOPMARK_DATA: data,
        POSTGRES_URL: '',
      },
      encoding: 'utf8',
      timeout: 120_000,
    });
    return `${status}: ${stderr}`;
  }

  it('serves people’s results without --demo, generated ones with it, and neither for the other', async () => {
    expect(await startOn('generated')).toMatch(/^1: .*only `npm start -- --demo` serves it/s);
    expect(await startOn('people', '--demo')).toMatch(/^1: .*never mix/s);
    expect(await startOn('people', '--demo', '--fresh')).toMatch(/^1: .*never mix/s);
  });
});

describe('a database', () => {
  it('of people takes no generated runs, and is not served as if it were of them', async () => {
    const { session } = await open();
    await seedRuns(session, 1);
    expect(await generatorOf(session)).toBeNull();
    await expect(markGenerated(session, 'test')).rejects.toThrow('never mix');
    await expect(requireKind(session, 'generated')).rejects.toThrow('never mix');
    await expect(requireKind(session, 'people')).resolves.toBeUndefined();
  });

  it('of generated runs is not served as people’s', async () => {
    const { session } = await open();
    await markGenerated(session, 'test');
    expect(await generatorOf(session)).toBe('test');
    await expect(requireKind(session, 'generated')).resolves.toBeUndefined();
    await expect(requireKind(session, 'people')).rejects.toThrow('nobody’s results');
  });
});
