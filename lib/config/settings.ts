// The configuration of the site, read once and whole before anything listens: from the environment
// to settings, or to all that is wrong with it, a line for each. `npm start` adds what it makes for
// local use; a server elsewhere must be given it.
import { err, ok, type Result } from '../core/result';
import {
  type BoardKind,
  type Driver,
  type Log,
  NEVER_EMPTY,
  OTHER_VARIABLES,
  type Runtime,
  type Variables,
  variables,
} from './variables';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with one variable. */
export interface Fault {
  readonly variable: string;
  /** Goes on after the name of the variable; never repeats a secret. */
  readonly words: string;
}

/** One fault of the configuration as a line for whoever starts the site. */
export const faultLine = ({ variable, words }: Fault): string => `${variable} ${words}.`;

export interface DatabaseSettings {
  /** postgres://… */
  readonly url: string;
  /** host:port of a plain WebSocket bridge on loopback; null: Neon's own WebSockets. */
  readonly bridge: string | null;
  readonly driver: Driver;
}

/** What both the start and the running site go by. */
interface CommonSettings {
  /** How many proxies at the right end of X-Forwarded-For are ours. */
  readonly trustedProxies: number;
  /** Without one there is no moderation. */
  readonly adminToken: string | null;
  /** Opens /api/metrics; without one there is no such page. */
  readonly metricsToken: string | null;
  /** Opens /api/upkeep; without one there is no such page. */
  readonly cronSecret: string | null;
  /** A laboratory for load and attacks, on loopback alone (`npm start -- --lab`). */
  readonly lab: boolean;
  readonly board: BoardKind;
}

/** Of the running site. */
export interface SiteSettings extends CommonSettings {
  /** Live HMAC secrets, the current one first; a second one while rotating. */
  readonly secrets: readonly [string, ...string[]];
  /**
   * Of the hashes that tell networks apart where votes are counted. It never changes: with another
   * one all networks are new.
   */
  readonly networkKey: string;
  /** Where this instance is reached: of every absolute link. */
  readonly origin: string;
  readonly database: DatabaseSettings;
  /** Whether our own server stands in front of it, and counts what its routes say of requests. */
  readonly front: boolean;
}

/** Of `npm start`; null is made there. */
export interface StartSettings extends CommonSettings {
  readonly host: string;
  readonly port: number;
  readonly data: string | null;
  readonly origin: string | null;
  readonly secret: string | null;
  readonly networkKey: string | null;
  readonly postgresUrl: string | null;
  readonly log: Log;
  /** Whether the embedded database writes through to the disk. */
  readonly fsync: boolean;
  /** How long an answer of the database is waited for. */
  readonly databaseSeconds: number;
  /** What the routes are built for. */
  readonly runtime: Runtime;
}

const LOOPBACK = '127.0.0.1';
const PORT = 3000;
const DATABASE_SECONDS = 20;

function setVariables(environment: Environment): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && (value !== '' || NEVER_EMPTY.has(name))) set[name] = value;
  }
  return set;
}

/** A misspelt name would leave the wish behind it unheard. */
function unknownVariables(names: readonly string[]): Fault[] {
  const known = new Set([...Object.keys(variables.shape), ...OTHER_VARIABLES]);
  return names
    .filter((name) => name.startsWith('FLOPMARK_') && !known.has(name))
    .map((variable) => ({
      variable,
      words: 'is no setting of Flopmark; see docs/configuration.md for their names',
    }));
}

const secretsOf = (set: Environment): (string | undefined)[] => [
  set.FLOPMARK_SECRET,
  set.FLOPMARK_SECRET_PREVIOUS,
];

function readVariables(environment: Environment): Result<Variables, Fault[]> {
  const set = setVariables(environment);
  const unknown = unknownVariables(Object.keys(set));
  const parsed = variables.safeParse(set);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({
        variable: String(path[0]),
        words: message,
      }));
  if (
    set.FLOPMARK_SECRET_PREVIOUS !== undefined &&
    set.FLOPMARK_SECRET_PREVIOUS === set.FLOPMARK_SECRET
  ) {
    faults.push({
      variable: 'FLOPMARK_SECRET_PREVIOUS',
      words: 'is the same as FLOPMARK_SECRET: it rotates nothing',
    });
  }
  if (set.FLOPMARK_NETWORK_KEY !== undefined && secretsOf(set).includes(set.FLOPMARK_NETWORK_KEY)) {
    faults.push({
      variable: 'FLOPMARK_NETWORK_KEY',
      words: 'is the same as FLOPMARK_SECRET: that one is rotated, and this one never is',
    });
  }
  return parsed.success && faults.length + unknown.length === 0
    ? ok(parsed.data)
    : err([...faults, ...unknown]);
}

function commonSettings(set: Variables): CommonSettings {
  const lab = set.FLOPMARK_LAB === '1';
  return {
    // Vercel writes the header itself, whatever a client sends; in a laboratory the client names
    // the network that it plays.
    trustedProxies: set.FLOPMARK_TRUSTED_PROXIES ?? (lab || set.VERCEL !== undefined ? 1 : 0),
    adminToken: set.FLOPMARK_ADMIN_TOKEN ?? null,
    metricsToken: set.FLOPMARK_METRICS_TOKEN ?? null,
    cronSecret: set.CRON_SECRET ?? null,
    lab,
    board: set.FLOPMARK_BOARD ?? 'public',
  };
}

/** What the running site needs; everything that is missing or wrong at once. */
export function readSiteSettings(environment: Environment): Result<SiteSettings, Fault[]> {
  const read = readVariables(environment);
  if (!read.ok) return read;
  const set = read.value;
  const host = set.VERCEL_PROJECT_PRODUCTION_URL;
  const origin = set.FLOPMARK_ORIGIN ?? (host === undefined ? undefined : `https://${host}`);
  const url = set.DATABASE_BRIDGE === undefined ? set.POSTGRES_URL : set.DATABASE_BRIDGE_URL;
  const secret = set.FLOPMARK_SECRET;
  const networkKey = set.FLOPMARK_NETWORK_KEY;
  if (
    secret === undefined ||
    networkKey === undefined ||
    origin === undefined ||
    url === undefined
  ) {
    const missing = (variable: string, value: unknown, words: string): Fault[] =>
      value === undefined ? [{ variable, words }] : [];
    return err([
      ...missing(
        'FLOPMARK_SECRET',
        secret,
        'must be set, to 32 characters or more drawn at random',
      ),
      ...missing(
        'FLOPMARK_NETWORK_KEY',
        networkKey,
        'must be set, once and for all, to 32 characters or more drawn at random',
      ),
      ...missing(
        'FLOPMARK_ORIGIN',
        origin,
        'must be set to where this site is reached, such as https://flopmark.example',
      ),
      ...missing('POSTGRES_URL', url, 'must be set to a Postgres database'),
    ]);
  }
  if (set.FLOPMARK_LAB === '1' && set.DATABASE_BRIDGE === undefined) {
    return err([
      {
        variable: 'FLOPMARK_LAB',
        words: 'belongs to npm start -- --lab on one machine, and to no other server',
      },
    ]);
  }
  const previous = set.FLOPMARK_SECRET_PREVIOUS;
  return ok({
    ...commonSettings(set),
    secrets: previous === undefined ? [secret] : [secret, previous],
    networkKey,
    origin,
    database: { url, bridge: set.DATABASE_BRIDGE ?? null, driver: set.FLOPMARK_DRIVER ?? 'vercel' },
    front: set.FLOPMARK_FRONT === '1',
  });
}

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);

/** What `npm start` was asked for; everything that is wrong at once. */
export function readStartSettings(environment: Environment): Result<StartSettings, Fault[]> {
  // Whether this is a laboratory is said on the command line.
  const read = readVariables({
    ...environment,
    FLOPMARK_LAB: environment.FLOPMARK_LAB === '1' ? '1' : '',
  });
  if (!read.ok) return read;
  const set = read.value;
  const lab = set.FLOPMARK_LAB === '1';
  const host = set.HOST ?? LOOPBACK;
  if (lab && !isLoopback(host)) {
    return err([{ variable: 'HOST', words: `must be loopback for a laboratory, not ${host}` }]);
  }
  return ok({
    ...commonSettings(set),
    host,
    port: set.PORT ?? PORT,
    data: set.FLOPMARK_DATA ?? null,
    origin: set.FLOPMARK_ORIGIN ?? null,
    secret: set.FLOPMARK_SECRET ?? null,
    networkKey: set.FLOPMARK_NETWORK_KEY ?? null,
    postgresUrl: set.POSTGRES_URL ?? null,
    log: set.FLOPMARK_LOG ?? 'errors',
    fsync: set.FLOPMARK_FSYNC === 'on',
    databaseSeconds: set.FLOPMARK_DATABASE_SECONDS ?? DATABASE_SECONDS,
    runtime: set.FLOPMARK_RUNTIME ?? 'edge',
  });
}

/**
 * The origin that the environment names, for what is drawn at build time as well; null for none or
 * a malformed one.
 */
export function namedOrigin({ FLOPMARK_ORIGIN }: Environment): string | null {
  const parsed = variables.shape.FLOPMARK_ORIGIN.safeParse(
    FLOPMARK_ORIGIN === '' ? undefined : FLOPMARK_ORIGIN,
  );
  return parsed.success ? (parsed.data ?? null) : null;
}
