// A plain Postgres server behind the bridge: authenticated connections are kept here, because
// SCRAM's key derivation on the edge costs 0.5–1 s for each connection. A client has one of them
// only while a batch or a transaction is under way. A server that is away, slow or at its limit is
// an error after a while, and none of it needs a hand when it is over.
import pg from 'pg';
import { createTurns } from './turns';
import type { Upstream, UpstreamSession } from './upstream';
import { lastStatus, MessageReader, query, TYPE } from './wire';

const MAX_CONNECTIONS = 16;
const CONNECTING_MS = 5_000;
/** Beyond its own limit for statements the server is not answering at all. */
const GRACE_MS = 2_000;
/** SQLSTATE of too_many_connections. */
const AT_ITS_LIMIT = '53300';

/**
 * An authenticated connection whose socket is ours: pg has logged in, from here on the protocol is
 * spoken raw.
 */
interface RawConnection {
  exchange(messages: Uint8Array): Promise<Uint8Array>;
  destroy(): void;
  readonly broken: () => boolean;
}

interface PgInternals {
  readonly connection: { readonly stream: import('node:net').Socket; removeAllListeners(): void };
}

async function connect(url: string, patienceMs: number): Promise<RawConnection> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECTING_MS,
    statement_timeout: patienceMs,
    keepAlive: true,
  });
  await client.connect();
  const { connection } = client as unknown as PgInternals;
  const { stream } = connection;
  connection.removeAllListeners();
  stream.removeAllListeners('data');
  stream.removeAllListeners('error');
  stream.removeAllListeners('close');
  stream.removeAllListeners('end');
  let broken = false;
  let waiting: { settle: (reply: Uint8Array) => void; fail: (error: Error) => void } | null = null;
  let reader = new MessageReader(true);
  let chunks: Uint8Array[] = [];
  const fail = (error: Error): void => {
    broken = true;
    waiting?.fail(error);
    waiting = null;
  };
  stream.on('error', fail);
  stream.on('close', () => fail(new Error('the database closed the connection')));
  stream.on('data', (chunk: Buffer) => {
    chunks.push(new Uint8Array(chunk));
    const ready = reader
      .push(new Uint8Array(chunk))
      .some(({ type }) => type === TYPE.readyForQuery);
    if (!ready || waiting === null) return;
    const { settle } = waiting;
    waiting = null;
    settle(Buffer.concat(chunks));
    chunks = [];
  });
  return {
    exchange: (messages) =>
      new Promise((settle, failed) => {
        if (broken) {
          failed(new Error('the connection to the database is broken'));
          return;
        }
        reader = new MessageReader(true);
        chunks = [];
        const late = setTimeout(() => {
          fail(new Error(`timeout exceeded: the database did not answer within ${patienceMs} ms`));
          stream.destroy();
        }, patienceMs + GRACE_MS);
        const inTime =
          <T>(then: (value: T) => void) =>
          (value: T): void => {
            clearTimeout(late);
            then(value);
          };
        waiting = { settle: inTime(settle), fail: inTime(failed) };
        stream.write(messages);
      }),
    destroy: () => stream.destroy(),
    broken: () => broken,
  };
}

/**
 * `patienceMs`: how long a statement may take, and how long one may wait for a connection.
 * @throws Error when the server cannot be reached or refuses the login.
 */
export async function openPooled(url: string, patienceMs: number): Promise<Upstream> {
  const probe = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECTING_MS });
  await probe.connect();
  const { rows } = await probe.query<{ server_version: string }>('show server_version');
  await probe.end();

  const idle: RawConnection[] = [];
  let waiters: (() => void)[] = [];
  let open = 0;

  /** Until a connection is given back, or `untilMs`. */
  const nextRelease = (untilMs: number): Promise<void> =>
    new Promise((resolve, failed) => {
      const wake = (): void => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(
        () => {
          waiters = waiters.filter((waiter) => waiter !== wake);
          failed(
            new Error(
              `timeout exceeded: no connection to the database was free within ${patienceMs} ms`,
            ),
          );
        },
        Math.max(0, untilMs - performance.now()),
      );
      waiters.push(wake);
    });

  async function acquire(): Promise<RawConnection> {
    const untilMs = performance.now() + patienceMs;
    for (;;) {
      const found = idle.pop();
      if (found?.broken()) open -= 1;
      else if (found !== undefined) return found;
      else if (open < MAX_CONNECTIONS) {
        open += 1;
        try {
          return await connect(url, patienceMs);
        } catch (error) {
          open -= 1;
          // Where others' connections have taken all, those that this process has must do.
          const mustDo =
            error instanceof Error && 'code' in error && error.code === AT_ITS_LIMIT && open > 0;
          if (!mustDo) {
            waiters.shift()?.();
            throw error;
          }
          await nextRelease(untilMs);
        }
      } else await nextRelease(untilMs);
    }
  }

  function release(connection: RawConnection): void {
    if (connection.broken()) open -= 1;
    else idle.push(connection);
    waiters.shift()?.();
  }

  function session(): UpstreamSession {
    let held: RawConnection | null = null;
    const inTurn = createTurns();
    return {
      exchange: (messages) =>
        inTurn(async () => {
          held ??= await acquire();
          const connection = held;
          try {
            const reply = await connection.exchange(messages);
            if (lastStatus(reply) === 'I') {
              held = null;
              release(connection);
            }
            return reply;
          } catch (error) {
            held = null;
            connection.destroy();
            release(connection);
            throw error;
          }
        }),
      end: () =>
        inTurn(async () => {
          if (held === null) return;
          const connection = held;
          held = null;
          await connection.exchange(query('ROLLBACK')).catch(() => connection.destroy());
          release(connection);
        }),
    };
  }

  return {
    serverVersion: rows[0].server_version,
    open: session,
    close: async () => {
      for (const connection of idle) connection.destroy();
    },
  };
}
