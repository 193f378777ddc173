// A backup as a file: gzip over lines of JSON. The first line says what it is, then one line for
// each row (a run with all that belongs to it is one), then the challenges of withdrawn runs, and
// last the counts and a digest of all lines before: a file without its last line is not whole.
// Rows are written as Postgres writes them (row_to_json), so no number passes through JavaScript.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from '@/lib/core/zod';
import { KEPT_NAMES, type KeptTableName } from './tables';

export const FORMAT = 'flopmark-backup/1';

/** The challenge of a run that its owner withdrew: used, and without a run. */
export const WITHDRAWN = 'withdrawn';

export type LineKind = KeptTableName | typeof WITHDRAWN;

const headSchema = z.object({
  format: z.literal(FORMAT),
  /** By the database's clock: what was published before is in it. */
  at: z.string(),
  /** Times of the migrations that the database had had. */
  migrations: z.array(z.number()),
  /** Only which runs were withdrawn. */
  withdrawnOnly: z.boolean(),
});
export type Head = z.infer<typeof headSchema>;

const footSchema = z.object({
  end: z.literal(true),
  counts: z.record(z.string(), z.number()),
  /** The highest id of a measurement. */
  lastMeasurement: z.number(),
  sha256: z.string(),
});
export type Foot = z.infer<typeof footSchema>;

export class BackupError extends Error {}

export interface Line {
  readonly kind: LineKind;
  /** JSON, as Postgres wrote it. */
  readonly json: string;
}

export const lineText = ({ kind, json }: Line): string => `${kind} ${json}\n`;

const KINDS: ReadonlySet<string> = new Set([...KEPT_NAMES, WITHDRAWN]);
const isKind = (text: string): text is LineKind => KINDS.has(text);

/** A run of many rows with all their samples; a longer line is no backup. */
const LONGEST_LINE = 256 * 2 ** 20;

async function* linesOf(path: string): AsyncGenerator<string> {
  const bytes = createReadStream(path).pipe(createGunzip());
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest: string[] = [];
  let held = 0;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n');
      rest.push(first);
      held += first.length;
      if (held > LONGEST_LINE) throw new BackupError(`${path} has a line that is too long`);
      for (const line of more) {
        yield rest.join('');
        rest = [line];
        held = line.length;
      }
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (held > 0) throw new BackupError(`${path} ends in the middle of a line: it is not whole`);
}

function parsed<T>(schema: z.ZodType<T>, text: string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BackupError(what);
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new BackupError(what);
  return read.data;
}

export interface Backup {
  readonly path: string;
  readonly head: Head;
  readonly foot: Foot;
}

/** Reads a whole file and finds it whole. @throws BackupError saying what is wrong with it. */
export async function checkBackup(path: string): Promise<Backup> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let head: Head | null = null;
  let foot: Foot | null = null;
  for await (const text of linesOf(path)) {
    if (foot !== null) throw new BackupError(`${path} goes on after its end`);
    if (head === null)
      head = parsed(headSchema, text, `${path} is not a backup of this version (${FORMAT})`);
    else if (text.startsWith('{'))
      foot = parsed(footSchema, text, `${path} has an end that cannot be read`);
    else {
      const kind = text.slice(0, text.indexOf(' '));
      if (!isKind(kind)) throw new BackupError(`${path} has a line of an unknown kind`);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    if (foot === null) hash.update(text).update('\n');
  }
  if (head === null || foot === null) throw new BackupError(`${path} has no end: it is not whole`);
  if (foot.sha256 !== hash.digest('hex'))
    throw new BackupError(`${path} was changed since it was written`);
  for (const [kind, count] of Object.entries(foot.counts)) {
    if ((counts[kind] ?? 0) !== count)
      throw new BackupError(`${path} has ${counts[kind] ?? 0} ${kind}, not ${count}`);
  }
  return { path, head, foot };
}

/** The rows of a file that was found whole. */
export async function* rowsOfBackup(path: string): AsyncGenerator<Line> {
  let first = true;
  for await (const text of linesOf(path)) {
    if (!first && !text.startsWith('{')) {
      const end = text.indexOf(' ');
      const kind = text.slice(0, end);
      if (isKind(kind)) yield { kind, json: text.slice(end + 1) };
    }
    first = false;
  }
}
