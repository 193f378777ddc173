// What goes when its time is over, and what does not.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowsOf } from '@/lib/db/transaction';
import { keepUp } from '@/lib/db/upkeep';
import { withdrawStored } from '@/lib/db/withdraw';
import { seedRuns } from '@/scripts/site/seed';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
let ids: string[];
beforeAll(async () => {
  database = await openTestDatabase();
  const { session } = database;
  ids = await seedRuns(session, 3);
  await session.transaction((tx) => withdrawStored(tx, ids[0] ?? ''));
  const challenge = (id: string, expired: string) => sql`
    insert into challenges (id, submitter, suite, golden_index, expires_at)
    values (${id}, 'nobody', 'smoke', 0, clock_timestamp() - ${expired}::interval)`;
  await session.execute(challenge('long-over', '8 days'));
  await session.execute(challenge('just-over', '1 day'));
  await session.execute(challenge('open', '-1 hour'));
  for (const of of ['long-over', `${ids[0]}-challenge`, `${ids[1]}-challenge`]) {
    await session.execute(sql`
      insert into proofs (id, challenge, submitter, backend, kernel, n, columns, steps, seed)
      values (${`proof-${of}`}, ${of}, 'x', 'wasm', 'k', 128, 1, 1, 's')`);
  }
  await session.execute(sql`
    insert into rate_counts values ('old', clock_timestamp() - interval '2 days', 1), ('new', clock_timestamp(), 1)`);
  await session.execute(sql`
    insert into reports (run, network, reason, settled_at) values
      (${ids[1]}, 'old', 'other', clock_timestamp() - interval '91 days'),
      (${ids[1]}, 'new', 'other', clock_timestamp()), (${ids[1]}, 'open', 'other', null)`);
  await session.execute(sql`
    insert into submitters (id, created_at, banned_at) values
      ('banned', clock_timestamp() - interval '1 year', clock_timestamp()), ('new', clock_timestamp(), null),
      ('empty', clock_timestamp() - interval '1 year', null)`);
});
afterAll(() => database.close());

const list = async (query: ReturnType<typeof sql>): Promise<string[]> =>
  (await rowsOf<{ id: string }>(database.session, query)).map(({ id }) => id);

it('counts what would go, deletes that and nothing else, and finds nothing a second time', async () => {
  const { session } = database;
  const expected = {
    proofs: 2,
    challenges: 1,
    'keys of withdrawn runs': 1,
    'rate counts': 1,
    reports: 1,
    // Besides the empty one, whoever withdrew their only run.
    submitters: 2,
  };
  expect(await keepUp(session, { dryRun: true })).toEqual(expected);
  expect(await list(sql`select id from challenges where id = 'long-over'`)).toHaveLength(1);
  expect(await keepUp(session, { dryRun: false })).toEqual(expected);
  expect(
    Object.values(await keepUp(session, { dryRun: false })).every((count) => count === 0),
  ).toBe(true);
  expect(
    await list(
      sql`select id from challenges where id in ('long-over', 'just-over', 'open') order by 1`,
    ),
  ).toEqual(['just-over', 'open']);
  expect(await list(sql`select id from proofs`)).toEqual([`proof-${ids[1]}-challenge`]);
  expect(await list(sql`select key as id from rate_counts`)).toEqual(['new']);
  expect(await list(sql`select network as id from reports order by 1`)).toEqual(['new', 'open']);
  expect(
    await list(sql`select id from submitters where id in ('banned', 'new', 'empty') order by 1`),
  ).toEqual(['banned', 'new']);
  // By which a restore knows that the run was withdrawn.
  const [stone] = await rowsOf(
    session,
    sql`select submitter from challenges where id = ${`${ids[0]}-challenge`}`,
  );
  expect(stone).toEqual({ submitter: '' });
  expect(await list(sql`select id from runs order by 1`)).toEqual([ids[1], ids[2]].toSorted());
});
