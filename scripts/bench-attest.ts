// `npm run bench:attest`: what it costs a server to check the openings of one proof, for every size, beside the limit: the
// Merkle paths and recomputed columns of as many batches as there are openings.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { columnDigests } from '@/lib/attest/check';
import { batchInput, DIGESTS, KERNELS, SIZES, type Size } from '@/lib/attest/kernel';
import { leafOf, merkleTree, pathOf, rootOf } from '@/lib/attest/merkle';
import { checkOpenings, type Opening } from '@/lib/attest/openings';

const USAGE = `bench:attest [--json]
Milliseconds to check the drawn openings of one proof, median of several; the tables are built beforehand.`;
const REPEATS = 7;
const LIMIT_MS = 150;
/** Batches that were committed to. */
const BATCHES = 256;
const SEED = 'bench';

interface Row {
  readonly n: Size;
  readonly steps: number;
  readonly openings: number;
  readonly medianMs: number;
  /** Building A and the weights, once per process. */
  readonly tablesMs: number;
}

/** A commitment that is right in the columns that will be drawn, each in a batch of its own. */
async function committed(n: Size) {
  const { columns, openings } = KERNELS[n];
  const drawn: Opening[] = Array.from({ length: openings }, (_, i) => ({ batch: 3 * i, column: (i * 37) % columns }));
  const digests = Array.from({ length: BATCHES }, () => new Int32Array(DIGESTS * columns));
  for (const { batch, column } of drawn) {
    const [sums] = columnDigests(n, [{ input: await batchInput(KERNELS[n], SEED, batch), column }]);
    for (const [k, sum] of sums.entries()) digests[batch][k * columns + column] = sum;
  }
  const levels = await merkleTree(await Promise.all(digests.map((of, batch) => leafOf(batch, of))));
  const opened = drawn.map(({ batch }) => ({ batch, digests: digests[batch], path: pathOf(levels, batch) }));
  return { commitment: { n, seed: SEED, batches: BATCHES, root: rootOf(levels) }, drawn, opened };
}

async function measure(n: Size): Promise<Row> {
  const { openings, steps } = KERNELS[n];
  const start = performance.now();
  columnDigests(n, [{ input: await batchInput(KERNELS[n], SEED, 0), column: 0 }]);
  const tablesMs = performance.now() - start;
  const { commitment, drawn, opened } = await committed(n);
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const before = performance.now();
    const fault = await checkOpenings(commitment, drawn, opened);
    times.push(performance.now() - before);
    if (fault !== null) throw new Error(`n = ${n}: ${fault}`);
  }
  times.sort((a, b) => a - b);
  return { n, steps, openings, medianMs: times[(REPEATS - 1) / 2], tablesMs };
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
