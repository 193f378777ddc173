// What a command does on a database, and how it reached it.
import type { Connection } from '@/lib/db/rename-devices';

/** Over a connection of its own, in its own process, or through the site's. */
type Reached = 'server' | 'opened' | 'running';

export type Work<T> = (db: Connection, reached: Reached) => Promise<T>;
