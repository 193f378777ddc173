// `measure attest`: what a proof costs a server, for every size, beside what recomputing its
// columns would cost; with --rates, how fast the kernel is beside a plain product, for every size,
// thread count and browser.
import { cpus } from 'node:os';
import { batchInput } from '@/lib/attest/batch';
import { type ComputedColumn, computeColumns } from '@/lib/attest/column';
import { DIGESTS, KERNELS, SIZES, type Size } from '@/lib/attest/kernel';
import { leafOf, merkleTree, pathOf, rootOf } from '@/lib/attest/merkle';
import type { Opened, Opening } from '@/lib/attest/opening';
import { checkOpenings, OPENINGS } from '@/lib/attest/openings';
import { tablesOf } from '@/lib/attest/tables';
import { decodeOpening, digestBytes, drawnBatches, encodeOpening } from '@/lib/attest/wire';
import { defineCommand, flag, whole } from '../command';
import { browsersOption } from '../zoo/identity';
import { printRates } from './attest/rates';
import { sizesOption } from './attest/sizes';
import { median } from './median';

const REPEATS = 7;
const LIMIT_MS = 60;
/** Batches that were committed to: more than are drawn. */
const BATCHES = 256;
const SEED = 'bench';
/** Version 1 recomputed its columns, as many as it could afford. */
const RECOMPUTED: Readonly<Record<Size, number>> = {
  128: 64,
  256: 64,
  512: 64,
  1024: 64,
  2048: 32,
  4096: 8,
};

interface Row {
  readonly n: Size;
  readonly steps: number;
  readonly checkMs: number;
  /** Of `recomputed` columns, as version 1 did. */
  readonly recomputeMs: number;
  readonly recomputed: number;
  readonly uploadBytes: number;
  /** Building A and the weights, once per process. */
  readonly tablesMs: number;
}

/** The batches that are drawn, right in the drawn columns: nothing else of them is looked at. */
async function opened(n: Size) {
  const kernel = KERNELS[n];
  const { columns } = kernel;
  const drawn: Opening[] = Array.from({ length: OPENINGS }, (_, i) => ({
    batch: 3 * i,
    column: (i * 37) % columns,
  }));
  const at = await Promise.all(
    drawn.map(async ({ batch, column }) => ({
      input: await batchInput(kernel, SEED, batch),
      column,
    })),
  );
  const computed: readonly ComputedColumn[] = computeColumns(kernel, at);
  const digests = Array.from({ length: BATCHES }, () => new Int32Array(DIGESTS * columns));
  for (const [i, { batch, column }] of drawn.entries())
    for (let k = 0; k < DIGESTS; k += 1)
      digests[batch][k * columns + column] = computed[i].digest[k];
  const bytes = digests.map(digestBytes);
  const levels = await merkleTree(await Promise.all(bytes.map((of, batch) => leafOf(batch, of))));
  const shown: Opened = {
    batches: drawnBatches(drawn).map((batch) => ({
      batch,
      digests: bytes[batch],
      path: pathOf(levels, batch),
    })),
    sums: computed.map(({ sums }) => sums),
  };
  return {
    commitment: { n, seed: SEED, batches: BATCHES, root: rootOf(levels) },
    drawn,
    at,
    body: encodeOpening(shown),
  };
}

async function timed(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return median(times);
}

async function measure(n: Size): Promise<Row> {
  const kernel = KERNELS[n];
  const start = performance.now();
  tablesOf(kernel);
  const tablesMs = performance.now() - start;
  const { commitment, drawn, at, body } = await opened(n);
  const check = async (): Promise<void> => {
    const shown = decodeOpening(commitment, drawn, body);
    const words = crypto.getRandomValues(new Uint32Array(2 * n));
    const fault =
      shown === null ? 'wrong-shape' : await checkOpenings(commitment, drawn, shown, words);
    if (fault !== null) throw new Error(`n = ${n}: ${fault}`);
  };
  await check();
  const recomputed = RECOMPUTED[n];
  const checkMs = await timed(check);
  const recomputeMs = await timed(() => computeColumns(kernel, at.slice(0, recomputed)));
  return {
    n,
    steps: kernel.steps,
    checkMs,
    recomputeMs,
    recomputed,
    uploadBytes: body.length,
    tablesMs,
  };
}

async function printChecks(json: boolean): Promise<boolean> {
  const rows: Row[] = [];
  for (const n of SIZES) rows.push(await measure(n));
  if (json) console.log(JSON.stringify(rows));
  else {
    console.log(
      `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}; ${OPENINGS} openings, limit ${LIMIT_MS} ms`,
    );
    console.log('   n  steps     check   recomputing (as version 1 did)     upload   tables, once');
    for (const { n, steps, checkMs, recomputeMs, recomputed, uploadBytes, tablesMs } of rows) {
      const cells = [
        String(n).padStart(4),
        String(steps).padStart(6),
        `${checkMs.toFixed(1)} ms`.padStart(9),
        `${recomputeMs.toFixed(0)} ms for ${recomputed}`.padStart(32),
        `${(uploadBytes / 1e6).toFixed(2)} MB`.padStart(10),
        `${tablesMs.toFixed(0)} ms`.padStart(14),
      ];
      console.log(cells.join(''));
    }
  }
  return rows.every(({ checkMs }) => checkMs <= LIMIT_MS);
}

export const command = defineCommand({
  options: {
    rates: flag("kernel and plain product in browsers, instead of the server's check"),
    browsers: browsersOption,
    sizes: sizesOption,
    repeats: whole('N', 'of each pair of rates, in turn', REPEATS),
    json: flag('one JSON object on stdout'),
  },
  notes: `Milliseconds to check one opening, from its bytes on, median of several; the tables are built beforehand.`,
  exits: { 1: `a check takes more than ${LIMIT_MS} ms` },
  run: async ({ rates, ...wanted }) => {
    if (!rates) return (await printChecks(wanted.json)) ? 0 : 1;
    await printRates(wanted);
    return 0;
  },
});
