// The embedded database: PGlite, one connection in this process, shared by many clients. A
// first-in-first-out lock is held from a batch's first message until ReadyForQuery says idle, so
// that transactions never interleave. A transaction that idles is rolled back, so that no client
// can stop the others. While its disk is nearly full it is read only (./room).
import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { logLine } from '@/lib/watch/log';
import { closeWhole } from '../site/data-folder';
import { watchRoom } from './room';
import { createTurns } from './turns';
import type { Upstream, UpstreamSession } from './upstream';
import { endedItself, failure, lastStatus, query, readyIdle } from './wire';

/**
 * How often the size of the tables is looked at, and the growth after which statistics are gathered
 * again.
 */
const STATISTICS = { everyMs: 60_000, growth: 1.2, leastBytes: 2 ** 20 } as const;

/** A transaction whose client says nothing for this long is rolled back. */
const IDLE_IN_TRANSACTION_MS = 5_000;

/** PGlite keeps 128 MB of pages by itself; whoever reads all of the data would fill them. */
const START_PARAMETERS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=64MB'];
/**
 * `-F` is fsync = off. Of the ways to sync a log, this is the one that PGlite's C library hands on
 * to its file system.
 */
const SYNCED_PARAMETERS = [
  ...START_PARAMETERS.filter((parameter) => parameter !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
];

/**
 * The part of PGlite's file system (Emscripten's NODEFS) through which a file reaches the disk, and
 * that it leaves empty.
 */
interface SyncableFiles {
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => number };
  };
}

/** Lets what Postgres syncs be synced. */
function syncFiles(database: PGlite): void {
  const { Module } = database as unknown as { readonly Module: SyncableFiles };
  Module.NODEFS.stream_ops.fsync = ({ nfd }) => {
    fsyncSync(nfd);
    return 0;
  };
}

type Release = () => void;
type Lock = () => Promise<Release>;

/** First in, first out. */
function createLock(): Lock {
  let tail: Promise<void> = Promise.resolve();
  return async () => {
    const before = tail;
    let release: Release = () => {};
    tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  };
}

/**
 * The lock, unless it takes longer than that: then whoever waits is told, and the turn is let pass.
 */
function lockWithin(lock: Lock, patienceMs: number): Promise<Release> {
  const turn = lock();
  return new Promise((resolve, failed) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      failed(new Error(`timeout exceeded: the database was busy for ${patienceMs} ms`));
    }, patienceMs);
    turn.then((release) => {
      clearTimeout(timer);
      if (late) release();
      else resolve(release);
    });
  });
}

/** Postgres ended itself (SQLSTATE crash_shutdown), and answers no more. */
class DatabaseEnded extends Error {
  readonly code = '57P02';
}

export interface EmbeddedDatabase extends Upstream {
  readonly database: PGlite;
  /** Why it ended itself, once it has. It recovers when it is opened again, in a new process. */
  readonly ended: Promise<string>;
  /**
   * Gathers the planner's statistics now, and again as the tables grow, until it is closed. Without
   * them the planner takes every table for small and joins each row with all others; a server has
   * its autovacuum for that, this one has none.
   */
  keepStatistics(): Promise<void>;
}

export interface EmbeddedOptions {
  /** How long a client waits for its turn, milliseconds. */
  readonly patienceMs?: number;
  /**
   * Whether what is acknowledged survives a power cut as well as a crash; it costs a write to the
   * disk for each commit.
   */
  readonly fsync?: boolean;
}

const PATIENCE_MS = 20_000;

/** Its files are their owner's alone, and so are all others that this process makes from now on. */
export async function openEmbedded(
  folder: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedDatabase> {
  const { patienceMs = PATIENCE_MS, fsync = false } = options;
  process.umask(0o077);
  const database = await PGlite.create(folder, {
    startParams: fsync ? SYNCED_PARAMETERS : START_PARAMETERS,
  });
  if (fsync) {
    syncFiles(database);
    // What was written before, too.
    await database.exec('checkpoint');
  }
  // The files of a new database come with modes of their own.
  closeWhole(folder);
  const { rows } = await database.query<{ server_version: string }>('show server_version');
  const lock = createLock();
  const hasRoom = watchRoom(folder);
  let readOnly = false;
  let dead: DatabaseEnded | null = null;
  let tell: (why: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    tell = resolve;
  });

  /** By whoever holds the lock, outside of transactions. */
  async function mindRoom(): Promise<void> {
    if (hasRoom() !== readOnly) return;
    await database.exec(`set default_transaction_read_only = ${readOnly ? 'off' : 'on'}`);
    readOnly = !readOnly;
    logLine(readOnly ? 'error' : 'info', 'disk', { writes: !readOnly });
  }

  /**
   * Not `execProtocolRaw`: that one also parses all that it returns, and keeps every row for ever
   * (PGlite 0.5.16).
   */
  async function answerTo(messages: Uint8Array): Promise<Uint8Array> {
    // It would keep this process busy for ever.
    if (dead !== null) throw dead;
    const parts: Uint8Array[] = [];
    await database.execProtocolRawStream(messages, {
      onRawData: (part) => parts.push(part.slice()),
    });
    const reply = Buffer.concat(parts);
    const why = endedItself(reply);
    if (why === null) return reply;
    dead = new DatabaseEnded(why);
    tell(why);
    throw dead;
  }

  function open(): UpstreamSession {
    let held: Release | null = null;
    let idle: ReturnType<typeof setTimeout> | null = null;
    let expired = false;
    let isOver = false;
    // A session's own messages and its timers take turns.
    const inTurn = createTurns();

    function letGo(): void {
      held?.();
      held = null;
    }

    async function rollBack(): Promise<void> {
      if (held === null) return;
      if (dead === null) await answerTo(query('ROLLBACK'));
      letGo();
    }

    return {
      exchange: (messages) =>
        inTurn(async () => {
          if (idle !== null) clearTimeout(idle);
          if (isOver) throw new Error('the session has ended');
          if (expired) {
            expired = false;
            const error = failure(
              'ERROR',
              '25P03',
              'the transaction idled too long and was rolled back',
            );
            return new Uint8Array([...error, ...readyIdle()]);
          }
          if (held === null) {
            held = await lockWithin(lock, patienceMs);
            if (dead === null) await mindRoom();
          }
          const reply = await answerTo(messages).catch((error: unknown) => {
            // Nobody need wait for a turn any more.
            if (dead !== null) letGo();
            throw error;
          });
          const status = lastStatus(reply);
          if (status === 'I') letGo();
          else {
            idle = setTimeout(() => {
              inTurn(async () => {
                if (held === null) return;
                expired = true;
                await rollBack();
              });
            }, IDLE_IN_TRANSACTION_MS);
          }
          return reply;
        }),
      end: () =>
        inTurn(async () => {
          isOver = true;
          if (idle !== null) clearTimeout(idle);
          await rollBack();
        }),
    };
  }

  let gathering: ReturnType<typeof setInterval> | null = null;
  let gatheredAtBytes = 0;

  async function gatherStatistics(): Promise<void> {
    const release = await lock();
    try {
      if (dead !== null) return;
      const [{ bytes }] = (
        await database.query<{ bytes: number }>(
          "select sum(pg_relation_size(oid))::float8 as bytes from pg_class where relnamespace = 'public'::regnamespace",
        )
      ).rows;
      if (bytes < gatheredAtBytes * STATISTICS.growth + STATISTICS.leastBytes) return;
      // A tenth of the usual sample: everybody waits meanwhile.
      await database.exec('begin; set local default_statistics_target = 10; analyze; commit');
      gatheredAtBytes = bytes;
    } finally {
      release();
    }
  }

  return {
    database,
    ended,
    keepStatistics: async () => {
      await gatherStatistics();
      gathering = setInterval(() => {
        gatherStatistics().catch((error: unknown) => console.error('statistics:', error));
      }, STATISTICS.everyMs);
      gathering.unref();
    },
    serverVersion: rows[0].server_version,
    open,
    close: async () => {
      if (gathering !== null) clearInterval(gathering);
      const release = await lock();
      if (dead === null) await database.close();
      release();
    },
  };
}
