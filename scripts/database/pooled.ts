// A plain Postgres server behind the bridge: authenticated connections are kept here, because SCRAM's key derivation on
// the edge costs 0.5–1 s for each connection. A client has one of them only while a batch or a transaction is under way.
import pg from 'pg';
import { createTurns } from './turns';
import type { Upstream, UpstreamSession } from './upstream';
import { lastStatus, MessageReader, query, TYPE } from './wire';

const MAX_CONNECTIONS = 16;

/** An authenticated connection whose socket is ours: pg has logged in, from here on the protocol is spoken raw. */
interface RawConnection {
  exchange(messages: Uint8Array): Promise<Uint8Array>;
  destroy(): void;
  readonly broken: () => boolean;
}

interface PgInternals {
  readonly connection: { readonly stream: import('node:net').Socket; removeAllListeners(): void };
}

async function connect(url: string): Promise<RawConnection> {
  const client = new pg.Client({ connectionString: url });
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
    const ready = reader.push(new Uint8Array(chunk)).some(({ type }) => type === TYPE.readyForQuery);
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
        waiting = { settle, fail: failed };
        stream.write(messages);
      }),
    destroy: () => stream.destroy(),
    broken: () => broken,
  };
}

/** @throws Error when the server cannot be reached or refuses the login. */
export async function openPooled(url: string): Promise<Upstream> {
  const probe = new pg.Client({ connectionString: url });
  await probe.connect();
  const { rows } = await probe.query<{ server_version: string }>('show server_version');
  await probe.end();

  const idle: RawConnection[] = [];
  const waiters: (() => void)[] = [];
  let open = 0;

  async function acquire(): Promise<RawConnection> {
    for (;;) {
      const found = idle.pop();
      if (found?.broken()) open -= 1;
      else if (found !== undefined) return found;
      else if (open < MAX_CONNECTIONS) {
        open += 1;
        try {
          return await connect(url);
        } catch (error) {
          open -= 1;
          waiters.shift()?.();
          throw error;
        }
      } else await new Promise<void>((resolve) => waiters.push(resolve));
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
