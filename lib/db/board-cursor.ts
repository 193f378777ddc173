// Where a page of the board ended, as the address of the next one carries it: "1-3.25-17" is the
// provisional cell 17 at 3.25 ms. It names a place in the order and not a number of rows, so
// nothing is shown twice or left out when rows change.

export interface BoardCursor {
  readonly provisional: boolean;
  readonly p50Ms: number;
  /** A positive whole number of up to 18 digits. */
  readonly cell: string;
}

const SHAPE = /^([01])-(\d{1,15}(?:\.\d{1,25})?(?:e[+-]\d{1,2})?)-([1-9]\d{0,17})$/;

/** The text that names the last row of a page of the board, for the page after it. */
export const writeCursor = ({ provisional, p50Ms, cell }: BoardCursor): string =>
  `${provisional ? 1 : 0}-${p50Ms}-${cell}`;

/** Reads where a page of the board begins; null for no cursor, and for what nobody here wrote. */
export function readCursor(text: string | null): BoardCursor | null {
  const [, provisional, p50Ms, cell] = SHAPE.exec(text ?? '') ?? [];
  return p50Ms === undefined || cell === undefined
    ? null
    : { provisional: provisional === '1', p50Ms: Number(p50Ms), cell };
}
