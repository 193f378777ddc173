// The database as edge functions and pages reach it: drizzle over @vercel/postgres, or over Neon's
// own driver, of which the former holds an older version (FLOPMARK_DRIVER). Where DATABASE_BRIDGE
// names a local bridge (embedded or self-hosted Postgres), the driver's WebSocket goes there;
// otherwise straight to Neon. Settings are per client: those of one driver are out of reach
// (docs/exits.md, "@vercel/postgres").
import { Pool as NeonPool } from '@neondatabase/serverless';
import { VercelPool } from '@vercel/postgres';
import { drizzle as drizzleNeon } from 'drizzle-orm/neon-serverless';
import { drizzle, type VercelPgDatabase } from 'drizzle-orm/vercel-postgres';
import { settings } from '../config/current';
import type { DatabaseSettings } from '../config/settings';
import { concatBytes } from '../core/bytes';
import { errorFields, logLine } from '../watch/log';
import * as schema from './schema';

export type Database = VercelPgDatabase<typeof schema>;

/** For a connection, opened or given back: then whoever waits is told to come again. */
const WAITING_MS = 10_000;

/** Opening costs several times what a badge's query does. */
const KEPT = { idleTimeoutMillis: 30_000 } as const;

/**
 * Sockets on which what is sent in one go travels in one frame: a statement is five messages, and a
 * frame a system call.
 */
function sendingTogether(Socket: typeof WebSocket): typeof WebSocket {
  return class extends Socket {
    #waiting: Uint8Array[] = [];

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (!(data instanceof Uint8Array)) throw new TypeError('the driver sends bytes');
      this.#waiting.push(data);
      if (this.#waiting.length > 1) return;
      queueMicrotask(() => {
        super.send(concatBytes(this.#waiting));
        this.#waiting = [];
      });
    }
  };
}

/** One that its owner can close. */
export type OpenedDatabase = Database & { readonly $client: Pick<VercelPool, 'end'> };

/** What both drivers' clients, of which one is the other's older version, are told of their way. */
interface WaySettings {
  wsProxy: unknown;
  useSecureWebSocket: boolean;
  pipelineTLS: boolean;
  pipelineConnect: 'password' | false;
  coalesceWrites: boolean;
  webSocketConstructor?: unknown;
}

/** Of the runtime; where that has none (Node before 22), the one that @vercel/postgres brings. */
function socketOf(url: string): typeof WebSocket {
  const { Client } = new VercelPool({ connectionString: url });
  return new Client().neonConfig.webSocketConstructor ?? WebSocket;
}

/** The way of one client: through a bridge, or straight to Neon. */
function direct(way: WaySettings, bridge: string | null, socket: typeof WebSocket): void {
  if (bridge === null) {
    way.webSocketConstructor = socket;
    return;
  }
  way.wsProxy = () => bridge;
  way.useSecureWebSocket = false;
  way.pipelineTLS = false;
  way.pipelineConnect = false;
  // The driver's own way waits for a timer, a millisecond in every statement.
  way.coalesceWrites = false;
  way.webSocketConstructor = sendingTogether(socket);
}

/** The same class of clients, each of which is sent its way as soon as it is made. */
const directed = <Client extends new (...parameters: never[]) => { neonConfig: WaySettings }>(
  Client: Client,
  bridge: string | null,
  socket: typeof WebSocket,
): Client =>
  new Proxy(Client, {
    construct(target, parameters, as) {
      const client: InstanceType<Client> = Reflect.construct(target, parameters, as);
      direct(client.neonConfig, bridge, socket);
      return client;
    },
  });

/** A connection that breaks while idle must not end the process; the next query opens a new one. */
const onBroken = (error: Error): void => logLine('warn', 'connection', errorFields(error));

/** A pool of connections as drizzle knows it, through the local bridge where there is one. */
export function openDatabase({ url, bridge, driver }: DatabaseSettings): OpenedDatabase {
  const options = {
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: WAITING_MS,
    // On Vercel's edge a socket belongs to the request that opened it. Behind a bridge one process
    // keeps them.
    ...(bridge === null ? { maxUses: 1 } : KEPT),
  };
  const socket = socketOf(url);
  if (driver === 'neon') {
    const pool = new NeonPool(options);
    pool.Client = directed(pool.Client, bridge, socket);
    pool.on('error', onBroken);
    // Both answer as `pg` does; their types differ by the names of the packages.
    return drizzleNeon(pool, { schema }) as unknown as OpenedDatabase;
  }
  const pool = new VercelPool(options);
  pool.Client = directed(pool.Client, bridge, socket);
  pool.on('error', onBroken);
  return drizzle(pool, { schema });
}

let shared: Database | null = null;

/** The process's database, opened at first use. */
export function database(): Database {
  shared ??= openDatabase(settings().database);
  return shared;
}
