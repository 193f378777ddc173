// Writes one snapshot: Parquet and CSV from the same rows, the texts beside them, the sums of all.
// It is made in a folder of its own and renamed when it is whole; one that exists is never touched.
import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ColumnSource } from 'hyparquet-writer';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import { exportRows } from '@/lib/db/export';
import type { Session } from '@/lib/db/transaction';
import { COLUMNS, type Column } from '@/lib/open-data/columns';
import {
  citation,
  croissant,
  dataDictionary,
  datasheet,
  type SnapshotFile,
} from '@/lib/open-data/describe';
import { EXPORT_FORMATS, type ExportRow, type ExportValue } from '@/lib/open-data/format';
import type { Month } from './month';

export interface SnapshotReport {
  readonly folder: string;
  readonly month: string;
  readonly rows: number;
  readonly files: readonly SnapshotFile[];
}

const PARQUET_TYPES = {
  text: 'STRING',
  integer: 'INT64',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP',
  list: 'STRING',
} as const satisfies Record<Column['type'], ColumnSource['type']>;

function parquetValue(type: Column['type'], value: ExportValue): unknown {
  if (value === null) return null;
  if (type === 'integer') return BigInt(Number(value));
  if (type === 'time') return new Date(String(value));
  return type === 'list' ? JSON.stringify(value) : value;
}

const parquetRow = (row: ExportRow): Record<string, unknown> =>
  Object.fromEntries(
    COLUMNS.map(({ name, type }) => [name, parquetValue(type, row[name] ?? null)]),
  );

/** @throws Error when the snapshot of that month exists in `out`. */
export async function writeSnapshot(
  db: Session,
  month: Month,
  origin: string,
  out: string,
): Promise<SnapshotReport> {
  const folder = join(out, `flopmark-${month.name}`);
  if (existsSync(folder)) throw new Error(`${folder} exists; a snapshot never changes`);
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const query = {
    workload: null,
    backend: null,
    outcome: null,
    from: month.from,
    until: month.until,
  };
  const seen = { rows: 0, runs: new Set<unknown>(), submitters: new Set<unknown>() };

  const { header, row } = EXPORT_FORMATS.csv;
  const csv = join(making, `measurements-${month.name}.csv`);
  const lines = async function* (): AsyncGenerator<string> {
    yield header(COLUMNS);
    for await (const batch of exportRows(db, query)) {
      for (const { run, submitter } of batch) {
        seen.rows += 1;
        seen.runs.add(run);
        seen.submitters.add(submitter);
      }
      yield batch.map((one) => row(COLUMNS, one)).join('');
    }
  };
  await pipeline(lines, createWriteStream(csv));

  const parquet = join(making, `measurements-${month.name}.parquet`);
  const rows = async function* (): AsyncGenerator<Record<string, unknown>> {
    for await (const batch of exportRows(db, query)) yield* batch.map(parquetRow);
  };
  await parquetWriteRows({
    writer: fileWriter(parquet),
    rows: rows(),
    columns: COLUMNS.map(({ name, type }) => ({ name, type: PARQUET_TYPES[type], nullable: true })),
  });

  const facts = {
    month: month.name,
    rows: seen.rows,
    runs: seen.runs.size,
    submitters: seen.submitters.size,
    origin,
    createdAt: new Date(),
  };
  const data = [await described(csv), await described(parquet)];
  const texts = {
    'DATA_DICTIONARY.md': dataDictionary(),
    'DATASHEET.md': datasheet(facts),
    'CITATION.cff': citation(facts),
    'croissant.json': `${JSON.stringify(croissant(facts, data), null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(making, name), text);
  const files = [...data];
  for (const name of Object.keys(texts)) files.push(await described(join(making, name)));
  writeFileSync(
    join(making, 'SHA256SUMS'),
    files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''),
  );
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(making, folder);
  return { folder, month: month.name, rows: seen.rows, files };
}

async function described(path: string): Promise<SnapshotFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { name: basename(path), sha256: hash.digest('hex'), bytes: statSync(path).size };
}
