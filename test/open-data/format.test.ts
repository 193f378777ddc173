// What a spreadsheet would run stands in no cell: texts that begin like formulas are made texts,
// numbers stay numbers.
import { describe, expect, it } from 'vitest';
import { COLUMNS } from '@/lib/open-data/columns';
import { EXPORT_FORMATS } from '@/lib/open-data/format';

const [column] = COLUMNS;
if (column === undefined) throw new Error('there are columns');
const cell = (value: string | number | boolean | readonly number[] | null): string =>
  EXPORT_FORMATS.csv.row([column], { [column.name]: value }).slice(0, -2);

describe('a cell of the CSV', () => {
  it.each([
    ['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+1+cmd', "'+1+cmd"],
    ['-2+3', "'-2+3"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['a=b', 'a=b'],
    ['', ''],
  ])('%j is %j', (value, written) => expect(cell(value)).toBe(written));

  it.each([
    [-1.5, '-1.5'],
    [1e-7, '1e-7'],
    [null, ''],
    [true, 'true'],
    [[-1, 2], '"[-1,2]"'],
  ] as const)('%j is %j', (value, written) => expect(cell(value)).toBe(written));

  it('is as it is in NDJSON', () => {
    expect(EXPORT_FORMATS.ndjson.row([column], { [column.name]: '=1' })).toBe(
      `{"${column.name}":"=1"}\n`,
    );
  });
});
