// The embedded database on a disk that somebody else fills. While little is left it takes no
// writes, and what is read is read on; where its log finds no room all the same it ends, says so to
// everybody, and has what was committed when it is opened again.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { outageOf } from '@/lib/db/outage';
import { MANIFEST } from '@/lib/models/manifest';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { postRun, prepareRun } from '@/scripts/client/api';
import { type EmbeddedDatabase, openEmbedded } from '@/scripts/database/embedded';
import { copyEmptyDatabase } from '@/scripts/database/empty';
import type { UpstreamSession } from '@/scripts/database/upstream';
import { query } from '@/scripts/database/wire';
import { startSite } from '@/scripts/site/site';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk';
import { expectUnavailable } from '../support/unavailable';

let disk: SmallDisk;
let database: EmbeddedDatabase;
let session: UpstreamSession;
const open = async (): Promise<void> => {
  database = await openEmbedded(join(disk.folder, 'db'));
  session = database.open(1);
};
beforeAll(async () => {
  disk = await mountSmallDisk(256);
  await copyEmptyDatabase(join(disk.folder, 'db'));
  await open();
  await session.exchange(query('create table written (text text)'));
});
beforeEach(() => disk.leave(256));
afterAll(async () => {
  await session.end();
  await database.close();
  await disk.remove();
});

/** What Postgres answers, as far as it is text. */
const answerTo = async (statement: string): Promise<string> =>
  Buffer.from(await session.exchange(query(statement))).toString('latin1');
const write = (): Promise<string> =>
  answerTo(
    'insert into written select repeat(md5(i::text || random()), 30) from generate_series(1, 10) i',
  );
const rows = async (): Promise<number> =>
  Number(/\0\0\0.(\d+)C\0/.exec(await answerTo('select count(*)::text from written'))?.[1]);
/** Longer than what was seen of the disk is taken for true. */
const seen = (): Promise<void> => sleep(150);

it('takes no writes while its disk is full, reads on, and writes again when there is room', async () => {
  expect(await write()).toContain('INSERT 0 10');
  const stored = await rows();
  disk.leave(0);
  await seen();
  for (let index = 0; index < 3; index += 1) expect(await write()).toContain('C25006');
  expect(outageOf({ code: '25006' })).toBe('takes no writes at present');
  expect(await rows()).toBe(stored);
  disk.leave(128);
  await seen();
  expect(await write()).toContain('INSERT 0 10');
  expect(await rows()).toBe(stored + 10);
});

it('ends where its log finds no room, and has all that was committed when it is opened again', async () => {
  const stored = await rows();
  disk.leave(80);
  await seen();
  // A transaction that began while there was room.
  expect(await answerTo('begin')).toContain('BEGIN');
  expect(await write()).toContain('INSERT');
  disk.leave(20);
  const fails = async (): Promise<unknown> => {
    for (;;) await write();
  };
  const error = await fails().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: '57P02', message: expect.stringContaining('No space left') });
  expect(outageOf(error)).toBe('is stopping or starting');
  expect(await database.ended).toContain('No space left');
  await expect(answerTo('select 1')).rejects.toMatchObject({ code: '57P02' });
  await expect(database.open(2).exchange(query('select 1'))).rejects.toMatchObject({
    code: '57P02',
  });
  await session.end();
  await database.close();

  disk.leave(200);
  await open();
  expect(await rows()).toBe(stored);
  expect(await write()).toContain('INSERT 0 10');
});

it('is a site that tells who publishes to come again, shows what it has, and takes runs again', async () => {
  const small = await mountSmallDisk(256);
  const data = join(small.folder, 'data');
  await copyEmptyDatabase(join(data, 'db'));
  const site = await startSite({ data });
  const entries = [...MANIFEST.values()].slice(0, 2);
  const published = async (): Promise<Response> =>
    postRun(site.url, await prepareRun(site.url, entries));
  const idOf = async (answer: Response): Promise<string> =>
    ((await answer.json()) as { id: string }).id;
  const shown = async (id: string): Promise<number> =>
    (await fetch(`${site.url}/api/v1/runs/${id}`)).status;
  try {
    const first = await idOf(await published());
    const submission = await prepareRun(site.url, entries);
    small.leave(0);
    await seen();
    await expectUnavailable(await postRun(site.url, submission));
    expect(await shown(first)).toBe(200);
    expect((await fetch(`${site.url}/runs/${first}`)).status).toBe(200);
    expect((await fetch(`${site.url}/devices`)).status).toBe(200);
    small.leave(128);
    const answer = await vi.waitFor(
      async () => {
        const again = await postRun(site.url, submission);
        expect(again.status).toBe(201);
        return again;
      },
      { timeout: PATIENCE_MS, interval: 500 },
    );
    expect(await shown(await idOf(answer))).toBe(200);
    expect(await shown(first)).toBe(200);
  } finally {
    await site.stop();
    await small.remove();
  }
});
