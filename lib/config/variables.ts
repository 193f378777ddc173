// Every environment variable of the site: its form, and in one line what is wrong with a value.
// Read as text, because that is what an environment holds; what is not set is absent. A variable
// set to nothing counts as not set, but for the secrets: there an empty value is a mistake that
// would otherwise be noticed as an error of every answer.
import { z } from '@/lib/core/zod';

const SECRET_LENGTH = 32;
const TOKEN_LENGTH = 16;
/** A secret of fewer different characters was typed, not drawn. */
const FEWEST_CHARACTERS = 8;
/** A chain of more proxies than this is a typing error. */
const MOST_PROXIES = 8;

/** Words for a value that is too short, without the value. */
const shorterThan =
  (least: number) =>
  ({ input }: { readonly input?: unknown }): string =>
    String(input) === ''
      ? `is empty: give it at least ${least} characters, or unset it`
      : `has ${String(input).length} characters, and needs at least ${least}`;

const drawn = (least: number) =>
  z
    .string()
    .min(least, { error: shorterThan(least), abort: true })
    .refine((text) => text.trim() === text, 'begins or ends with white space')
    .refine(
      (text) => new Set(text).size >= FEWEST_CHARACTERS,
      'has too few different characters to be a secret',
    );

const wholeNumber = (from: number, to: number, what: string) =>
  z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= from && Number(text) <= to, {
      error: ({ input }) =>
        `must be ${what} from ${from} to ${to}, not '${String(input).slice(0, 80)}'`,
    })
    .transform(Number);

/** The parts of an address, where it has the form of one. */
const partsOf = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** Of an address that holds one: a fault is logged. */
const withoutPassword = (text: string): string => text.replace(/\/\/[^/]*@/, '//…@');

const origin = z
  .string()
  .refine(
    (text) => {
      const url = partsOf(text);
      return (
        url !== null &&
        /^https?:$/.test(url.protocol) &&
        [url.origin, `${url.origin}/`].includes(text.toLowerCase())
      );
    },
    {
      error: ({ input }) =>
        `must be http:// or https:// with a host, and no path: https://flopmark.example, not '${withoutPassword(String(input)).slice(0, 80)}'`,
    },
  )
  .transform((text) => new URL(text).origin);

/** Not quoted back: it holds a password. */
const postgresUrl = z
  .string()
  .refine(
    (text) =>
      /^postgres(?:ql)?:$/.test(partsOf(text)?.protocol ?? '') && partsOf(text)?.hostname !== '',
    {
      error: 'must be an address like postgres://user:password@host:5432/database',
    },
  );

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
const host = z
  .string()
  .transform((text) => text.replace(/^\[(.*)\]$/, '$1'))
  .refine((text) => HOST_NAME.test(text) || URL.canParse(`http://[${text}]/`), {
    error: 'must be an address or a name of this machine, such as 127.0.0.1, ::1 or 0.0.0.0',
  });

/**
 * Whose votes a board counts. On a public one anybody may publish, so networks vote; on a private
 * one, of people who trust each other, keys do.
 */
export const BOARDS = ['public', 'private'] as const;
export type BoardKind = (typeof BOARDS)[number];

/** What speaks with the database: @vercel/postgres, or @neondatabase/serverless. */
export const DRIVERS = ['vercel', 'neon'] as const;
export type Driver = (typeof DRIVERS)[number];

/** Next's runtime that the routes are built for. */
export const RUNTIMES = ['edge', 'nodejs'] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** A line for each request, or for what fails alone. */
export const LOGS = ['requests', 'errors'] as const;
export type Log = (typeof LOGS)[number];

/** What each variable has to look like where it is set. */
export const variables = z.object({
  PORT: wholeNumber(1, 65_535, 'a port number').optional(),
  HOST: host.optional(),
  FLOPMARK_DATA: z.string().optional(),
  FLOPMARK_ORIGIN: origin.optional(),
  FLOPMARK_TRUSTED_PROXIES: wholeNumber(
    0,
    MOST_PROXIES,
    'the number of proxies in front of this server,',
  ).optional(),
  FLOPMARK_SECRET: drawn(SECRET_LENGTH).optional(),
  FLOPMARK_SECRET_PREVIOUS: drawn(SECRET_LENGTH).optional(),
  FLOPMARK_NETWORK_KEY: drawn(SECRET_LENGTH).optional(),
  FLOPMARK_ADMIN_TOKEN: drawn(TOKEN_LENGTH).optional(),
  FLOPMARK_BOARD: z
    .enum(BOARDS, {
      error: ({ input }) => `must be ${BOARDS.join(' or ')}, not '${String(input).slice(0, 80)}'`,
    })
    .optional(),
  FLOPMARK_METRICS_TOKEN: drawn(TOKEN_LENGTH).optional(),
  FLOPMARK_DATABASE_SECONDS: wholeNumber(1, 600, 'a number of seconds').optional(),
  FLOPMARK_FSYNC: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  FLOPMARK_DRIVER: z.enum(DRIVERS, { error: `must be one of ${DRIVERS.join(', ')}` }).optional(),
  FLOPMARK_RUNTIME: z.enum(RUNTIMES, { error: `must be one of ${RUNTIMES.join(', ')}` }).optional(),
  FLOPMARK_LOG: z.enum(LOGS, { error: `must be one of ${LOGS.join(', ')}` }).optional(),
  FLOPMARK_FRONT: z
    .literal('1', { error: "must be '1', and is set by npm start alone" })
    .optional(),
  FLOPMARK_LAB: z
    .literal('1', { error: "must be '1', and is set by npm start -- --lab alone" })
    .optional(),
  FLOPMARK_DEMO: z
    .literal('1', { error: "must be '1', and is set by npm start -- --demo alone" })
    .optional(),
  POSTGRES_URL: postgresUrl.optional(),
  /** The bridge that `npm start` puts in front of the database. */
  DATABASE_BRIDGE: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, 'must be host:port')
    .optional(),
  DATABASE_BRIDGE_URL: postgresUrl.optional(),
  /** Sent by Vercel's cron to /api/upkeep. */
  CRON_SECRET: drawn(TOKEN_LENGTH).optional(),
  /** Set by Vercel. */
  VERCEL: z.string().optional(),
  VERCEL_PROJECT_PRODUCTION_URL: z
    .string()
    .regex(HOST_NAME, 'must be the name of a host')
    .optional(),
});
export type Variables = z.infer<typeof variables>;

/** Variables of this project that are not the site's: of builds, tests and tools. */
export const OTHER_VARIABLES: readonly string[] = [
  'FLOPMARK_DIST',
  'FLOPMARK_CHROMIUM',
  'FLOPMARK_FIREFOX',
  'FLOPMARK_LIST_OPEN',
  'FLOPMARK_ONNX_TESTDATA',
  'FLOPMARK_NO_APT',
  'FLOPMARK_LONG',
  'FLOPMARK_MUTANT_ACTIVE',
  'FLOPMARK_MUTANT_REACHED',
];

/** Where an empty value is a mistake, and not the same as none. */
export const NEVER_EMPTY: ReadonlySet<string> = new Set([
  'FLOPMARK_SECRET',
  'FLOPMARK_SECRET_PREVIOUS',
  'FLOPMARK_NETWORK_KEY',
  'FLOPMARK_ADMIN_TOKEN',
  'FLOPMARK_METRICS_TOKEN',
  'CRON_SECRET',
]);
