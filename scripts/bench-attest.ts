// `npm run bench:attest`: what it costs a server to recompute the openings of one proof, for every size, beside the limit.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type ColumnAt, columnDigests } from '@/lib/attest/check';
import { batchInput, KERNELS, SIZES, type Size } from '@/lib/attest/kernel';

const USAGE = `bench:attest [--json]
Milliseconds to recompute the drawn columns of one proof, median of several; the tables are built beforehand.`;
const REPEATS = 7;
const LIMIT_MS = 150;

interface Row {
  readonly n: Size;
  readonly steps: number;
  readonly openings: number;
  readonly medianMs: number;
  /** Building A and the weights, once per process. */
  readonly tablesMs: number;
}

async function measure(n: Size): Promise<Row> {
  const { columns, openings, steps } = KERNELS[n];
  const drawn: ColumnAt[] = [];
  for (let i = 0; i < openings; i += 1) {
    drawn.push({ input: await batchInput(KERNELS[n], 'bench', i), column: (i * 37) % columns });
  }
  const timed = (): number => {
    const start = performance.now();
    columnDigests(n, drawn);
    return performance.now() - start;
  };
  const first = timed();
  const times = Array.from({ length: REPEATS }, timed).sort((a, b) => a - b);
  const medianMs = times[(REPEATS - 1) / 2];
  return { n, steps, openings, medianMs, tablesMs: Math.max(0, first - medianMs) };
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
if (values.help) console.log(USAGE);
else {
  const rows: Row[] = [];
  for (const n of SIZES) rows.push(await measure(n));
  if (values.json) console.log(JSON.stringify(rows));
  else {
    console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}; limit ${LIMIT_MS} ms`);
    for (const { n, steps, openings, medianMs, tablesMs } of rows) {
      const cost = `${medianMs.toFixed(1)} ms`.padStart(10);
      console.log(
        `n ${String(n).padStart(4)}  ${steps} steps  ${openings} openings ${cost}   tables ${tablesMs.toFixed(0)} ms once`,
      );
    }
  }
  if (rows.some(({ medianMs }) => medianMs > LIMIT_MS)) process.exitCode = 1;
}
