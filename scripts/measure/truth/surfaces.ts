// Every place that shows a stored row, read as a visitor, a README or a program reads it. A reading
// is the number found there beside the number stored. A surface that must show a row and does not
// is found out too.
import { parseHTML } from 'linkedom';
import { gradeOf } from '@/lib/bench/quality';
import { BACKEND_LABELS } from '@/lib/core/backend';
import {
  expectedOf,
  expectedOnBoards,
  type MeasuredRow,
  nameOfRow,
  type Read,
  type StoredRun,
  titleOfRow,
  wordsOf,
} from './stored';

export interface Reading {
  readonly surface: string;
  readonly row: string;
  readonly shown: number | string;
  readonly expected: number | string;
  /** As a share of what is expected; 0 where they are equal to the last digit shown. */
  readonly apart: number;
}

/** On which boards a row stands. */
export interface Harvest {
  readonly readings: readonly Reading[];
  /** Names of the rows that a board lists. */
  readonly ranked: ReadonlySet<string>;
}

const NUMBER = /([\d.]+)\u2009(ms|µs|s|GFLOPS|GOPS)(?![A-Za-z])/gu;
const MS: Readonly<Partial<Record<string, number>>> = { ms: 1, µs: 1e-3, s: 1000 };

const exact = (surface: string, row: MeasuredRow, shown: number, expected: number): Reading => ({
  surface,
  row: nameOfRow(row),
  shown,
  expected,
  // A sum in another order may differ in its last bits.
  apart: Math.abs(shown / expected - 1) < 1e-12 ? 0 : Math.abs(shown / expected - 1),
});

/** A part of a page, by the id of its heading. */
const sectionOf = (document: Document, id: string): Element | null =>
  document.querySelector(`section[aria-labelledby="${id}"]`);

/**
 * The first number of each cell of a row: its time, its rate. What stands below is about something
 * else.
 */
const numbersOf = (line: Element | null): Element[] =>
  [...(line?.querySelectorAll('td') ?? [])].flatMap((cell) => cell.querySelector('data') ?? []);

/** Numbers that pages carry exactly: `<data value title="value unit">`. */
function dataReadings(
  surface: string,
  row: MeasuredRow,
  nodes: readonly Element[],
  expected = expectedOf(row),
): Reading[] {
  return nodes.flatMap((node) => {
    const unit = node.getAttribute('title')?.split(' ').slice(1).join(' ') ?? '';
    const wanted = expected[unit];
    return wanted === undefined
      ? []
      : [exact(surface, row, Number(node.getAttribute('value')), wanted)];
  });
}

const missing = (surface: string, row: MeasuredRow): Reading => ({
  surface,
  row: nameOfRow(row),
  shown: 'nothing',
  expected: wordsOf(row).join(' or '),
  apart: Number.POSITIVE_INFINITY,
});

const orMissing = (
  surface: string,
  row: MeasuredRow,
  found: readonly Reading[],
): readonly Reading[] => (found.length > 0 ? found : [missing(surface, row)]);

/** The row of a table that is about a measurement: title, backend and threads stand in its head. */
function tableRow(scope: Element | null, row: MeasuredRow): Element | null {
  const threads = row.threadsGot === 1 ? '1 thread' : `${row.threadsGot} threads`;
  const isOf = (head: string): boolean =>
    head.includes(titleOfRow(row)) &&
    head.includes(BACKEND_LABELS[row.backend]) &&
    (row.backend !== 'wasm' || head.includes(threads));
  return (
    [...(scope?.querySelectorAll('tr') ?? [])].find((tr) =>
      isOf(tr.querySelector('th')?.textContent ?? ''),
    ) ?? null
  );
}

/** A text for people about the run's best row: its numbers, three digits each. */
function textReadings(surface: string, row: MeasuredRow, text: string): readonly Reading[] {
  const words = wordsOf(row);
  const found = [...text.matchAll(NUMBER)].map(([shown, digits, unit = '']): Reading => {
    const ms = MS[unit];
    const [value, expected] =
      ms === undefined
        ? [Number(digits), row.gflops ?? Number.NaN]
        : [Number(digits) * ms, row.medianMs];
    const apart = words.includes(shown) ? 0 : Math.abs(value / expected - 1);
    return { surface, row: nameOfRow(row), shown, expected: words.join(' or '), apart };
  });
  return orMissing(surface, row, found);
}

/** The row that a run is known by, as its page says in its own words. */
function headlineIn(words: string, rows: readonly MeasuredRow[]): MeasuredRow | null {
  const named = rows.filter(
    (row) => words.includes(titleOfRow(row)) && words.includes(BACKEND_LABELS[row.backend]),
  );
  // What is poor, as a row beside other work is, stands for no run.
  const sound = named.filter(({ mode, quality }) => mode === 'run' && gradeOf(quality) !== 'poor');
  return sound.toSorted((a, b) => a.medianMs - b.medianMs)[0] ?? null;
}

async function ofRun(read: Read, { id, rows }: StoredRun): Promise<readonly Reading[]> {
  const { document } = parseHTML(await read(`/runs/${id}`));
  const table = sectionOf(document, 'measurements');
  const inTable = rows.flatMap((row) =>
    orMissing('run page', row, dataReadings('run page', row, numbersOf(tableRow(table, row)))),
  );
  const title = document.querySelector('meta[property="og:title"]')?.getAttribute('content') ?? '';
  const headline = headlineIn(title, rows);
  if (headline === null) return inTable;
  const place =
    sectionOf(document, 'place')?.querySelector('[aria-current="true"] .ranking-number data') ??
    null;
  const alt = document.querySelector('img[src*="/badge/run/"]')?.getAttribute('alt') ?? '';
  const [badge, card] = await Promise.all([read(`/badge/run/${id}.svg`), read(`/embed/run/${id}`)]);
  return [
    ...inTable,
    ...textReadings('Open Graph text', headline, title),
    ...textReadings('alternative text', headline, alt),
    ...textReadings(
      'badge',
      headline,
      parseHTML(badge).document.querySelector('title')?.textContent ?? badge,
    ),
    ...textReadings(
      'card',
      headline,
      parseHTML(card).document.querySelector('strong')?.textContent ?? '',
    ),
    ...(place === null ? [] : dataReadings('you are here', headline, [place])),
  ];
}

interface ExportedRow {
  readonly run: string;
  readonly workload: string;
  readonly backend: string;
  readonly mode: string;
  readonly threads_wanted: number | string;
  readonly median_ms: number | string;
}

async function ofExports(read: Read, { id, rows }: StoredRun): Promise<readonly Reading[]> {
  const lines = (await read(`/api/v1/export/measurements.ndjson`)).split('\n').filter(Boolean);
  const ndjson = lines.map((line) => JSON.parse(line) as ExportedRow);
  const [head = '', ...body] = (await read(`/api/v1/export/measurements.csv`))
    .trim()
    .split(/\r?\n/);
  const names = csvCells(head);
  const csv = body.map((line) => {
    const cells = csvCells(line);
    return Object.fromEntries(
      names.map((name, index) => [name, cells[index] ?? '']),
    ) as unknown as ExportedRow;
  });
  const of = (surface: string, exported: readonly ExportedRow[], row: MeasuredRow): Reading => {
    const found = exported.find(
      (one) =>
        one.run === id &&
        one.workload === row.workload &&
        one.backend === row.backend &&
        one.mode === row.mode &&
        Number(one.threads_wanted) === row.threadsWanted,
    );
    return found === undefined
      ? missing(surface, row)
      : exact(surface, row, Number(found.median_ms), row.medianMs);
  };
  return rows.flatMap((row) => [of('NDJSON', ndjson, row), of('CSV', csv, row)]);
}

/** RFC 4180, one line: no cell of ours holds a line break. */
function csvCells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

interface BoardAnswer {
  readonly rows: readonly {
    readonly deviceSlug: string;
    readonly backend: string;
    readonly p50Ms: number;
  }[];
}

/** What aggregates show of a site that holds this run alone. */
async function ofBoards(read: Read, { rows }: StoredRun): Promise<Harvest> {
  const readings: Reading[] = [];
  const ranked = new Set<string>();
  for (const row of rows.filter(({ mode }) => mode === 'run')) {
    const threads = row.backend === 'wasm' && row.threadsGot === 1 ? 'one' : 'max';
    const query = new URLSearchParams({ workload: row.workload, backend: row.backend, threads });
    const board = JSON.parse(await read(`/api/v1/board?${query}`)) as BoardAnswer;
    const own = board.rows.find(
      ({ deviceSlug, backend }) => deviceSlug === row.deviceSlug && backend === row.backend,
    );
    if (own === undefined) continue;
    ranked.add(nameOfRow(row));
    const expected = expectedOnBoards(row);
    readings.push(exact('board', row, own.p50Ms, expected.ms ?? Number.NaN));
    const { document } = parseHTML(await read(`/models/${row.workload}?${query}`));
    const number =
      sectionOf(document, 'board')?.querySelector('.ranking-row .ranking-number data') ?? null;
    const found = number === null ? [] : dataReadings('model page', row, [number], expected);
    readings.push(...orMissing('model page', row, found));
  }
  // A device all of whose rows are poor has no page.
  const onBoards = rows.filter((row) => ranked.has(nameOfRow(row)));
  for (const slug of new Set(onBoards.map(({ deviceSlug }) => deviceSlug))) {
    const { document } = parseHTML(await read(`/devices/${slug}?results=all`));
    const results = sectionOf(document, 'results');
    for (const row of onBoards.filter(({ deviceSlug }) => deviceSlug === slug)) {
      const heads = [...(results?.querySelectorAll('tr') ?? [])];
      const line = heads.find((tr) => {
        const head = tr.querySelector('th')?.textContent ?? '';
        return (
          head.includes(titleOfRow(row)) && head.includes('1 thread') === (row.threadsGot === 1)
        );
      });
      readings.push(
        ...orMissing(
          'device page',
          row,
          dataReadings('device page', row, numbersOf(line ?? null), expectedOnBoards(row)),
        ),
      );
      if (row.threadsGot === 1) continue;
      const badge = await read(`/badge/device/${slug}/${row.workload}.svg?backend=${row.backend}`);
      const words = parseHTML(badge).document.querySelector('title')?.textContent ?? '';
      if (typeof row.dispatchSlopeUs !== 'number')
        readings.push(...textReadings('device badge', row, words));
    }
  }
  return { readings, ranked };
}

export async function harvest(read: Read, run: StoredRun): Promise<Harvest> {
  const [own, exports, boards] = [
    await ofRun(read, run),
    await ofExports(read, run),
    await ofBoards(read, run),
  ];
  return { readings: [...own, ...exports, ...boards.readings], ranked: boards.ranked };
}
