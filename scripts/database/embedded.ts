// The embedded database: PGlite, one connection in this process, shared by many clients. A first-in-first-out lock is held
// from a batch's first message until ReadyForQuery says idle, so that transactions never interleave. A transaction that
// idles is rolled back, so that no client can stop the others.
import { PGlite } from '@electric-sql/pglite';
import { createTurns } from './turns';
import type { Upstream, UpstreamSession } from './upstream';
import { failure, lastStatus, query, readyIdle } from './wire';

/** A transaction whose client says nothing for this long is rolled back. */
const IDLE_IN_TRANSACTION_MS = 5_000;

type Release = () => void;

/** First in, first out. */
function createLock(): () => Promise<Release> {
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

export interface EmbeddedDatabase extends Upstream {
  readonly database: PGlite;
}

export async function openEmbedded(folder: string): Promise<EmbeddedDatabase> {
  const database = await PGlite.create(folder);
  const { rows } = await database.query<{ server_version: string }>('show server_version');
  const lock = createLock();

  function open(): UpstreamSession {
    let held: Release | null = null;
    let idle: ReturnType<typeof setTimeout> | null = null;
    let expired = false;
    let ended = false;
    // A session's own messages and its timers take turns.
    const inTurn = createTurns();

    async function rollBack(): Promise<void> {
      if (held === null) return;
      await database.execProtocolRaw(query('ROLLBACK'));
      held();
      held = null;
    }

    return {
      exchange: (messages) =>
        inTurn(async () => {
          if (idle !== null) clearTimeout(idle);
          if (ended) throw new Error('the session has ended');
          if (expired) {
            expired = false;
            const error = failure('ERROR', '25P03', 'the transaction idled too long and was rolled back');
            return new Uint8Array([...error, ...readyIdle()]);
          }
          held ??= await lock();
          const reply = await database.execProtocolRaw(messages);
          const status = lastStatus(reply);
          if (status === 'I') {
            held();
            held = null;
          } else {
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
          ended = true;
          if (idle !== null) clearTimeout(idle);
          await rollBack();
        }),
    };
  }

  return {
    database,
    serverVersion: rows[0].server_version,
    open,
    close: async () => {
      const release = await lock();
      await database.close();
      release();
    },
  };
}
