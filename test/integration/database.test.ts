// One table of checks, run by every database the product can stand on, through every driver that
// may speak with it: PGlite and a real Postgres with SCRAM behind the bridge, reached as an edge
// function reaches them by @vercel/postgres and by Neon's own driver; and Postgres by `pg`, as
// commands reach it.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DRIVERS, type Driver } from '@/lib/config/variables';
import { createPrng } from '@/lib/core/prng';
import { type Database, openDatabase } from '@/lib/db/client';
import { storeRun } from '@/lib/db/runs';
import * as schema from '@/lib/db/schema';
import { audit, challenges, submitters } from '@/lib/db/schema';
import { sketchOf } from '@/lib/submission/plausibility/sketch';
import { acceptedRun } from '@/scripts/client/accepted-run';
import { startBridge } from '@/scripts/database/bridge';
import { openEmbedded } from '@/scripts/database/embedded';
import { migrateEmbedded } from '@/scripts/database/migrate-embedded';
import { migrateServer } from '@/scripts/database/migrate-server';
import { openPooled } from '@/scripts/database/pooled';
import { startPostgres } from '@/scripts/database/postgres';
import type { Upstream } from '@/scripts/database/upstream';

interface Standing {
  /** A client of its own, with another password if one is given. */
  open(password?: string): Database;
  /** Of the bridge; null where there is none. */
  readonly port: number | null;
  readonly password: string;
  stop(): Promise<void>;
}

interface Server {
  readonly upstream: Upstream;
  stop(): Promise<void>;
}

const SERVERS: Record<string, () => Promise<Server>> = {
  PGlite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-pglite-'));
    const upstream = await openEmbedded(join(folder, 'db'));
    await migrateEmbedded(upstream.database);
    return {
      upstream,
      stop: async () => {
        await upstream.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
  'Postgres with SCRAM': async () => {
    const server = await startPostgres();
    await migrateServer(server.url);
    const upstream = await openPooled(server.url, 20_000);
    return {
      upstream,
      stop: async () => {
        await upstream.close();
        await server.stop();
      },
    };
  },
};

async function behindBridge(start: () => Promise<Server>, driver: Driver): Promise<Standing> {
  const server = await start();
  const secret = randomBytes(16).toString('hex');
  const { port, close } = await startBridge(server.upstream, secret, 0);
  return {
    port,
    password: secret,
    open: (password = secret) =>
      openDatabase({
        url: `postgres://flopmark:${password}@127.0.0.1/flopmark`,
        bridge: `127.0.0.1:${port}`,
        driver,
      }),
    stop: async () => {
      await close();
      await server.stop();
    },
  };
}

async function byPg(): Promise<Standing> {
  const server = await startPostgres();
  await migrateServer(server.url);
  const pools: pg.Pool[] = [];
  return {
    port: null,
    password: 'test',
    open: (password = 'test') => {
      const pool = new pg.Pool({
        connectionString: server.url.replace(':test@', `:${password}@`),
        max: 8,
      });
      // The server may be stopped before all of their sockets are closed.
      pool.on('connect', (client) => client.on('error', () => {}));
      pool.on('error', () => {});
      pools.push(pool);
      return drizzle(pool, { schema }) as unknown as Database;
    },
    stop: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await server.stop();
    },
  };
}

const WAYS: readonly { readonly name: string; start(): Promise<Standing> }[] = [
  ...Object.entries(SERVERS).flatMap(([name, start]) =>
    DRIVERS.map((driver) => ({
      name: `${name} behind the bridge, by the driver of ${driver}`,
      start: () => behindBridge(start, driver),
    })),
  ),
  { name: 'Postgres with SCRAM, by pg', start: byPg },
];

describe.each(WAYS)('$name', ({ start }) => {
  let standing: Standing;
  let db: Database;
  const open = (password?: string): Database => standing.open(password);

  beforeAll(async () => {
    standing = await start();
    db = open();
  });
  afterAll(() => standing.stop());

  it('answers queries', async () => {
    const { rows } = await db.execute<{ two: number }>(sql`select 1 + 1 as two`);
    expect(rows).toEqual([{ two: 2 }]);
  });

  it('refuses a wrong password', async () => {
    await expect(open('guess').execute(sql`select 1`)).rejects.toThrow();
  });

  it('keeps types: times, big integers, arrays, JSON', async () => {
    const { rows } = await db.execute(
      sql`select 9007199254740991::bigint as big, array['a','b'] as words, '{"x":[1,2]}'::jsonb as json`,
    );
    expect(rows).toEqual([{ big: '9007199254740991', words: ['a', 'b'], json: { x: [1, 2] } }]);
  });

  it('reports an error and goes on', async () => {
    await expect(db.execute(sql`select 1 / 0`)).rejects.toThrow();
    expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  });

  it('rolls a failed transaction back whole', async () => {
    const failed = db.transaction(async (tx) => {
      await tx.insert(submitters).values({ id: 'rolled-back' });
      await tx.execute(sql`select 1 / 0`);
    });
    await expect(failed).rejects.toThrow();
    expect(await db.select().from(submitters).where(eq(submitters.id, 'rolled-back'))).toEqual([]);
  });

  it('lets the audit trail grow, and nothing else', async () => {
    await db.insert(audit).values({ actor: 'test', action: 'hide', subject: 'x', reason: 'kept' });
    await expect(db.update(audit).set({ reason: 'changed' })).rejects.toThrow();
    await expect(db.delete(audit)).rejects.toThrow();
    await expect(db.execute(sql`truncate audit`)).rejects.toThrow();
    expect((await db.select().from(audit)).map(({ reason }) => reason)).toEqual(['kept']);
  });

  it('never interleaves the transactions of 16 clients', async () => {
    await db.execute(sql`create table pairs (client int, turn int, half int)`);
    const clients = Array.from({ length: 16 }, () => open());
    await Promise.all(
      clients.map(async (client, id) => {
        for (let turn = 0; turn < 5; turn += 1) {
          await client.transaction(async (tx) => {
            await tx.execute(sql`insert into pairs values (${id}, ${turn}, 1)`);
            const { rows } = await tx.execute<{ n: string }>(
              sql`select count(*) as n from pairs where client = ${id} and turn = ${turn}`,
            );
            expect(rows[0].n).toBe('1');
            await tx.execute(sql`insert into pairs values (${id}, ${turn}, 2)`);
          });
        }
      }),
    );
    const { rows } = await db.execute<{ n: string }>(sql`select count(*) as n from pairs`);
    expect(rows[0].n).toBe('160');
  });

  it('gives each client its own answers under load', async () => {
    const answers = await Promise.all(
      Array.from({ length: 64 }, async (_, i) => {
        const { rows } = await db.execute<{ n: number }>(sql`select ${i}::int as n`);
        return rows[0].n;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 64 }, (_, i) => i));
  });

  it('lets one of many use a challenge', async () => {
    await db.insert(challenges).values({
      id: 'once',
      submitter: 's',
      suite: 'smoke',
      goldenIndex: 0,
      expiresAt: new Date(Date.now() + 60_000),
    });
    const used = await Promise.all(
      Array.from({ length: 20 }, () =>
        db
          .update(challenges)
          .set({ usedAt: sql`clock_timestamp()` })
          .where(sql`${challenges.id} = 'once' and ${challenges.usedAt} is null`)
          .returning({ id: challenges.id }),
      ),
    );
    expect(used.filter((rows) => rows.length === 1)).toHaveLength(1);
  });

  it('lets one of twelve copies of a series count, however they are changed and though all are sent at once', async () => {
    const prng = createPrng(5);
    const series = Array.from({ length: 40 }, () => 2200 + prng.below(90));
    const changed = (steps: readonly number[], by: number): number[] => [
      ...steps.slice(by),
      ...steps.slice(0, by - 1),
      2222,
    ];
    const copies = await Promise.all(
      Array.from({ length: 12 }, async (_, copy) => {
        const samples = (copy % 2 === 0 ? series : changed(series, copy)).map((n) => ({
          elapsedMs: n / 200,
          iterations: copy + 1,
        }));
        const sketch = sketchOf(samples, 'c-fp32 webgpu');
        const row = {
          workload: 'c-fp32',
          backend: 'webgpu',
          threads: 0,
          device: 'gpu-x',
          trust: 1,
          medianMs: 5,
          sketch,
        } as const;
        return {
          id: `copy-${copy}`,
          run: await acceptedRun(db, `copy-${copy}`, `copier-${copy}`, [row]),
        };
      }),
    );
    const stored = await Promise.all(copies.map(({ id, run }) => storeRun(open(), id, run)));
    expect(stored.every(({ ok }) => ok)).toBe(true);
    const { rows } = await db.execute<{ live: number; voices: number }>(sql`
      select (select count(*)::int from measurements where workload = 'c-fp32'
        and quarantine_reasons = '{}') as live,
             (select sum(people)::int from cells where workload = 'c-fp32' and trust = 1) as voices`);
    expect(rows).toEqual([{ live: 1, voices: 1 }]);
  });

  it('rolls back when a client goes away inside a transaction', async () => {
    const { port } = standing;
    // Postgres does that by itself.
    if (port === null) return;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
    await once(socket, 'open');
    const text = new TextEncoder();
    const message = (type: string, body: Uint8Array): Uint8Array => {
      const bytes = new Uint8Array(body.length + (type === '' ? 4 : 5));
      new DataView(bytes.buffer).setInt32(bytes.length - body.length - 4, body.length + 4);
      if (type !== '') bytes[0] = type.charCodeAt(0);
      bytes.set(body, bytes.length - body.length);
      return bytes;
    };
    const replies: string[] = [];
    let heard: () => void = () => {};
    socket.on('message', (data: Buffer) => {
      replies.push(data.toString('latin1'));
      heard();
    });
    const until = async (seen: (all: string) => boolean): Promise<void> => {
      while (!seen(replies.join(''))) {
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    };
    socket.send(message('', Uint8Array.of(0, 3, 0, 0, ...text.encode('user\0flopmark\0\0'))));
    await until((all) => all.startsWith('R'));
    socket.send(message('p', text.encode(`${standing.password}\0`)));
    await until((all) => all.endsWith('I'));
    socket.send(message('Q', text.encode("begin; insert into submitters (id) values ('gone')\0")));
    await until((all) => all.endsWith('T'));
    socket.close();
    await expect
      .poll(
        async () =>
          (
            await db.execute<{ n: string }>(
              sql`select count(*) as n from submitters where id = 'gone'`,
            )
          ).rows[0].n,
      )
      .toBe('0');
  });
});

it('PGlite knows how large its tables are, which no autovacuum tells it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-statistics-'));
  const { database, keepStatistics, close } = await openEmbedded(join(folder, 'db'));
  await migrateEmbedded(database);
  await database.exec(
    "insert into submitters (id) select repeat('x', 200) || n from generate_series(1, 10000) n",
  );
  const estimate = async (): Promise<unknown> =>
    (
      await database.query(
        "select reltuples::int as rows from pg_class where relname = 'submitters'",
      )
    ).rows[0];
  expect(await estimate()).toEqual({ rows: -1 });
  await keepStatistics();
  expect(await estimate()).toEqual({ rows: 10_000 });
  await close();
  rmSync(folder, { recursive: true });
});

it('PGlite writes each commit through to the disk where it is told to, and else not at all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-fsync-'));
  const syncsOf = async (fsync: boolean): Promise<number> => {
    const { database, close } = await openEmbedded(join(folder, String(fsync)), { fsync });
    expect((await database.query('show fsync')).rows).toEqual([{ fsync: fsync ? 'on' : 'off' }]);
    await database.exec('create table rows (id int)');
    let syncs = 0;
    const { stream_ops } = (database as unknown as SyncedDatabase).Module.NODEFS;
    const { fsync: sync } = stream_ops;
    if (sync !== undefined) {
      stream_ops.fsync = (stream) => {
        syncs += 1;
        return sync(stream);
      };
    }
    for (let id = 0; id < 10; id += 1) await database.query('insert into rows values ($1)', [id]);
    await close();
    return syncs;
  };
  expect(await syncsOf(true)).toBeGreaterThanOrEqual(10);
  expect(await syncsOf(false)).toBe(0);
  rmSync(folder, { recursive: true });
});

interface SyncedDatabase {
  readonly Module: {
    readonly NODEFS: {
      readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => number };
    };
  };
}
