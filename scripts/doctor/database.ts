// The database: whether it can be reached and used, what it is, which migrations it has had, and
// its clock.
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { outageOf } from '@/lib/db/outage';
import { appliedMigrations, schemaFault, schemaState } from '@/lib/db/schema-version';
import { rowOf, type Session } from '@/lib/db/transaction';
import { generatorOf } from '../database/generated';
import { type Finding, fault, good, warning } from './finding';

const OLDEST_VERSION = 15;
/** What a site and a command hold at once (scripts/database/pooled). */
const FEWEST_CONNECTIONS = 20;
/** Challenges live by the database's clock alone; logs and caches go by the machine's. */
const CLOCK_SECONDS = 5;

interface Facts extends Record<string, unknown> {
  readonly version: number;
  readonly clock_ms: number;
  readonly read_only: boolean;
  readonly may_create: boolean;
  readonly encoding: string;
  readonly connections: number;
  readonly fsync: string;
}

const factsOf = (session: Session): Promise<Facts> =>
  rowOf<Facts>(
    session,
    sql`
    select current_setting('server_version_num')::int / 10000 as version,
           extract(epoch from clock_timestamp())::float8 * 1000 as clock_ms,
           current_setting('default_transaction_read_only') = 'on' or pg_is_in_recovery() as read_only,
           has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as may_create,
           current_setting('server_encoding') as encoding,
           (select case when rolconnlimit < 0 then current_setting('max_connections')::int
                        else least(rolconnlimit, current_setting('max_connections')::int) end
              from pg_roles where rolname = current_user) as connections,
           current_setting('fsync') as fsync`,
  );

async function checkSchema(session: Session): Promise<Finding> {
  const state = schemaState(await appliedMigrations(session));
  const words = schemaFault(state);
  switch (state.kind) {
    case 'current':
      return good('database', 'schema', 'the database has all migrations of this version');
    case 'behind':
      return warning(
        'database',
        'schema-behind',
        words ?? '',
        'the next npm start applies them; elsewhere npx drizzle-kit migrate',
      );
    case 'newer':
      return fault('database', 'schema-newer', words ?? '', 'migrations go forward only');
    case 'out-of-order':
      return fault('database', 'schema-out-of-order', words ?? '', 'drizzle would pass over them');
  }
}

/** Of a database that answers. */
export async function checkAnswering(session: Session, embedded: boolean): Promise<Finding[]> {
  const facts = await factsOf(session);
  const offset = (Number(facts.clock_ms) - Date.now()) / 1000;
  const found: Finding[] = [];
  const { version, encoding, connections } = facts;
  found.push(
    version < OLDEST_VERSION
      ? fault(
          'database',
          'database-old',
          `Postgres is ${version}`,
          `use ${OLDEST_VERSION} or newer`,
        )
      : good(
          'database',
          'database',
          `${embedded ? 'the embedded database' : 'Postgres'} ${version} answers`,
        ),
  );
  if (facts.read_only)
    found.push(
      fault(
        'database',
        'read-only',
        'the database takes no writes',
        'name the primary in POSTGRES_URL, or allow writes to this user',
      ),
    );
  if (!facts.may_create)
    found.push(
      fault(
        'database',
        'no-rights',
        'the user of POSTGRES_URL may not make tables',
        'make it the owner of its database',
      ),
    );
  if (encoding !== 'UTF8')
    found.push(
      fault(
        'database',
        'encoding',
        `the database has the encoding ${encoding}`,
        "make it anew: create database … encoding 'UTF8' template template0",
      ),
    );
  if (!embedded && connections < FEWEST_CONNECTIONS)
    found.push(
      fault(
        'database',
        'few-connections',
        `${connections} connections are allowed`,
        `allow ${FEWEST_CONNECTIONS} for each server process`,
      ),
    );
  if (!embedded && facts.fsync !== 'on')
    found.push(
      fault(
        'database',
        'fsync-off',
        'fsync is off: a power cut may destroy the database',
        'set fsync = on',
      ),
    );
  found.push(
    Math.abs(offset) > CLOCK_SECONDS
      ? fault(
          'database',
          'clock',
          `its clock is ${offset.toFixed(1)} s off that of this machine`,
          'let both keep time by NTP',
        )
      : good('database', 'clock', 'its clock agrees with that of this machine'),
  );
  found.push(await checkSchema(session));
  if ((await generatorOf(session)) !== null)
    found.push(
      fault(
        'database',
        'generated',
        'the database holds generated runs, which npm start -- --demo alone serves',
        'name another database',
      ),
    );
  return found;
}

const PATIENCE_MS = 10_000;

/** In the words of the server, for what an outage does not say. */
function whyRefused(error: unknown): readonly [code: string, words: string, remedy: string] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = error instanceof Error ? error.message : String(error);
  if (code === '28P01' || code === '28000')
    return [
      'login-refused',
      'Postgres refuses the user or the password of POSTGRES_URL',
      'correct them in POSTGRES_URL',
    ];
  if (code === '3D000')
    return [
      'no-database',
      'there is no database of the name in POSTGRES_URL',
      'createdb, or correct the name',
    ];
  const outage = outageOf(error);
  if (outage !== null)
    return [
      'unreachable',
      `the database ${outage} (${said.slice(0, 120)})`,
      'start Postgres, or correct host and port in POSTGRES_URL',
    ];
  return ['database-fails', `the database fails: ${said.slice(0, 200)}`, 'see the log of Postgres'];
}

export async function checkServer(url: string): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await checkAnswering(drizzle(client), false);
  } catch (error) {
    return [fault('database', ...whyRefused(error))];
  } finally {
    await client.end().catch(() => {});
  }
}
