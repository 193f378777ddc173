// The embedded database on a disk that somebody else fills. While little is left it takes no
// writes, and what is read is read on; where its log finds no room all the same it ends, says so to
// everybody, and has what was committed when it is opened again.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { outageOf } from '@/lib/db/outage';
import { type EmbeddedDatabase, openEmbedded } from '@/scripts/database/embedded';
import { copyEmptyDatabase } from '@/scripts/database/empty';
import type { UpstreamSession } from '@/scripts/database/upstream';
import { query } from '@/scripts/database/wire';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk';

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
