// A WebSocket in front of a Postgres wire protocol, as @vercel/postgres (Neon's driver) speaks it:
// binary frames with the protocol's bytes, address in the query string. It listens on loopback
// alone and asks for a password made at start. Named statements are prefixed per client, because
// clients share connections.
import { timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Upstream } from './upstream';
import {
  askPassword,
  failure,
  type Message,
  MessageReader,
  passwordOf,
  readyIdle,
  TYPE,
  welcome,
  withPrefix,
} from './wire';

export interface Bridge {
  readonly port: number;
  close(): Promise<void>;
}

function same(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The SQLSTATE that a server gave as its reason; connection_failure for all else. */
function stateOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : '08006';
}

function serveClient(socket: WebSocket, id: number, upstream: Upstream, password: string): void {
  const reader = new MessageReader(false);
  const session = upstream.open(id);
  const prefix = `c${id}_`;
  let state: 'startup' | 'password' | 'open' = 'startup';
  let batch: Uint8Array[] = [];
  let work: Promise<void> = Promise.resolve();

  const send = (bytes: Uint8Array): void => {
    if (socket.readyState === socket.OPEN) socket.send(bytes);
  };
  const refuse = (code: string, text: string): void => {
    send(failure('FATAL', code, text));
    socket.close();
  };

  async function handle(message: Message): Promise<void> {
    if (state === 'startup') {
      state = 'password';
      send(askPassword());
      return;
    }
    if (state === 'password') {
      if (message.type !== TYPE.password || !same(passwordOf(message), password)) {
        refuse('28P01', 'password authentication failed');
        return;
      }
      state = 'open';
      for (const bytes of welcome(upstream.serverVersion)) send(bytes);
      return;
    }
    if (message.type === TYPE.terminate) {
      socket.close();
      return;
    }
    batch.push(withPrefix(message, prefix));
    if (message.type !== TYPE.query && message.type !== TYPE.sync) return;
    const messages = Buffer.concat(batch);
    batch = [];
    send(await session.exchange(messages));
  }

  socket.on('message', (data: Buffer) => {
    let messages: Message[];
    try {
      messages = reader.push(new Uint8Array(data));
    } catch (error) {
      refuse('08P01', error instanceof Error ? error.message : 'protocol violation');
      return;
    }
    for (const message of messages) {
      work = work
        .then(() => handle(message))
        .catch((error: unknown) => {
          const text = error instanceof Error ? error.message : String(error);
          send(new Uint8Array([...failure('ERROR', stateOf(error), text), ...readyIdle()]));
        });
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    work = work.then(() => session.end()).catch(() => {});
  });
}

/**
 * Starts the bridge on a free loopback port other than `except`: where a site is about to listen,
 * nothing does yet, and the system would give that port away.
 */
export async function startBridge(
  upstream: Upstream,
  password: string,
  except: number,
): Promise<Bridge> {
  const bridge = await bridgeOnAnyPort(upstream, password);
  if (bridge.port !== except) return bridge;
  try {
    return await startBridge(upstream, password, except);
  } finally {
    await bridge.close();
  }
}

async function bridgeOnAnyPort(upstream: Upstream, password: string): Promise<Bridge> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: false,
    maxPayload: 2 ** 24,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  let clients = 0;
  server.on('connection', (socket) => {
    clients += 1;
    serveClient(socket, clients, upstream, password);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
}
