// A mix of devices as a person pastes it: comma-, semicolon- or tab-separated, with a header that
// names the columns `renderer` (what WebGL or WebGPU says of the GPU), `user agent` and `share`.
// Nothing of it leaves the browser that reads it.
import { err, ok, type Result } from '@/lib/core/result';

export interface MixRow {
  readonly renderer: string;
  readonly userAgent: string;
  /** Of all rows; they sum to 1. */
  readonly share: number;
}

/** More than any analytics export that a person pastes. */
const MOST_ROWS = 10_000;
const MOST_CHARACTERS = 4_000_000;

/** RFC 4180: quotes enclose what holds separators, line ends and doubled quotes. */
function cellsOf(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    row.push(cell.trim());
    cell = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (character === separator) endCell();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[i + 1] === '\n') i += 1;
      endCell();
      rows.push(row);
      row = [];
    } else cell += character;
  }
  endCell();
  rows.push(row);
  return rows.filter((cells) => cells.some((each) => each !== ''));
}

const HEADERS = {
  renderer: /^(unmasked[ _-]?)?(webgl[ _-]?)?(gpu|renderer|device)$/i,
  userAgent: /^(user[ _-]?agent|ua|browser)$/i,
  share: /^(share|percent|percentage|%|weight|users|sessions|visits|count)$/i,
} as const;

/** "12.5 %", "12,5", "1,234". */
function numberOf(text: string): number {
  const plain = text.replace(/[%\s ]/g, '');
  return Number(
    /^\d{1,3}(,\d{3})+$/.test(plain) ? plain.replaceAll(',', '') : plain.replace(',', '.'),
  );
}

/** The rows with their shares of the whole; a text that says what is wrong and what to do. */
export function readMix(text: string): Result<readonly MixRow[], string> {
  if (text.length > MOST_CHARACTERS)
    return err('This is more than 4 million characters: group it by renderer first.');
  const [first = ''] = text.trim().split('\n', 1);
  const separator = ['\t', ';', ','].find((each) => first.includes(each)) ?? ',';
  const [header, ...rows] = cellsOf(text, separator);
  if (header === undefined || rows.length === 0) {
    return err(
      'There is no row: paste a header line with renderer, user agent and share, and a line for each device.',
    );
  }
  const at = (pattern: RegExp): number => header.findIndex((name) => pattern.test(name));
  const [renderer, userAgent, share] = [
    at(HEADERS.renderer),
    at(HEADERS.userAgent),
    at(HEADERS.share),
  ];
  if (share < 0 || (renderer < 0 && userAgent < 0)) {
    return err(
      `The first line must name a column “renderer” or “user agent” and one “share”; it says: ${first.slice(0, 120)}`,
    );
  }
  if (rows.length > MOST_ROWS)
    return err('These are more than 10,000 rows: group them by renderer first.');
  const found: { renderer: string; userAgent: string; share: number }[] = [];
  for (const [i, cells] of rows.entries()) {
    const weight = numberOf(cells[share] ?? '');
    if (!(weight >= 0) || !Number.isFinite(weight)) {
      return err(`Line ${i + 2}: the share “${(cells[share] ?? '').slice(0, 40)}” is no number.`);
    }
    found.push({
      renderer: cells[renderer] ?? '',
      userAgent: cells[userAgent] ?? '',
      share: weight,
    });
  }
  const total = found.reduce((sum, row) => sum + row.share, 0);
  if (!(total > 0)) return err('All shares are 0.');
  return ok(found.map((row) => ({ ...row, share: row.share / total })));
}
