// The database as edge functions and pages reach it: drizzle over @vercel/postgres, the same code path everywhere. Where
// DATABASE_BRIDGE names a local bridge (embedded or self-hosted Postgres), the driver's WebSocket goes there; otherwise
// straight to Neon. Settings are per client, because the driver's global ones are nested out of reach (docs/exits.md, "@vercel/postgres").
import { VercelPool } from '@vercel/postgres';
import { drizzle, type VercelPgDatabase } from 'drizzle-orm/vercel-postgres';
import { settings } from '../config/current';
import type { DatabaseSettings } from '../config/settings';
import { concatBytes } from '../core/bytes';
import * as schema from './schema';

export type Database = VercelPgDatabase<typeof schema>;

/** Opening costs several times what a badge's query does. */
const KEPT = { idleTimeoutMillis: 30_000 } as const;

/** Sockets on which what is sent in one go travels in one frame: a statement is five messages, and a frame a system call. */
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

/** A pool of connections as drizzle knows it, through the local bridge where there is one. */
export function openDatabase({ url, bridge }: DatabaseSettings): Database {
  // On Vercel's edge a socket belongs to the request that opened it. Behind a bridge there is one process, which keeps them.
  const pool = new VercelPool({ connectionString: url, max: 8, ...(bridge === null ? { maxUses: 1 } : KEPT) });
  if (bridge !== null) {
    const { Client } = pool;
    const wsProxy = (): string => bridge;
    pool.Client = class BridgedClient extends Client {
      constructor(...parameters: ConstructorParameters<typeof Client>) {
        super(...parameters);
        this.neonConfig.wsProxy = wsProxy;
        this.neonConfig.useSecureWebSocket = false;
        this.neonConfig.pipelineTLS = false;
        this.neonConfig.pipelineConnect = false;
        // The driver's own way waits for a timer, a millisecond in every statement.
        this.neonConfig.coalesceWrites = false;
        this.neonConfig.webSocketConstructor = sendingTogether(this.neonConfig.webSocketConstructor ?? WebSocket);
      }
    };
  }
  // A connection that breaks while idle must not end the process; the next query opens a new one.
  pool.on('error', (error: Error) => console.error('database connection:', error.message));
  return drizzle(pool, { schema });
}

let shared: Database | null = null;

/** The process's database, opened at first use. */
export function database(): Database {
  shared ??= openDatabase(settings().database);
  return shared;
}
