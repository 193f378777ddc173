// Rows of the open data as CSV (RFC 4180) and as NDJSON. A list is JSON text in CSV, so that every
// cell stays one cell.
import type { Column } from './columns';

export type ExportValue = string | number | boolean | readonly number[] | null;
export type ExportRow = Readonly<Record<string, ExportValue>>;

export interface ExportFormat {
  readonly mediaType: string;
  readonly header: (columns: readonly Column[]) => string;
  readonly row: (columns: readonly Column[], row: ExportRow) => string;
}

/**
 * What a spreadsheet takes for a formula, and would run
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const FORMULA = /^[=+\-@\t\r]/;

/** A text that begins like a formula has an apostrophe in front; numbers stay numbers. */
function csvCell(value: ExportValue): string {
  if (value === null) return '';
  const given = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${given}` : given;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const EXPORT_FORMATS = {
  csv: {
    mediaType: 'text/csv; charset=utf-8; header=present',
    header: (columns) => `${columns.map(({ name }) => name).join(',')}\r\n`,
    row: (columns, row) => `${columns.map(({ name }) => csvCell(row[name] ?? null)).join(',')}\r\n`,
  },
  ndjson: {
    mediaType: 'application/x-ndjson; charset=utf-8',
    header: () => '',
    row: (columns, row) =>
      `${JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])))}\n`,
  },
} as const satisfies Record<string, ExportFormat>;

export type ExportFormatId = keyof typeof EXPORT_FORMATS;
