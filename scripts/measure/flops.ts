// `measure flops`: how long the counter takes, as it is shipped, beside protobufjs decoding the
// same bytes in turn (processors differ; their ratio hardly does), how much memory a large file
// needs and how large the code is, each beside its limit, with the machine named.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { countModel } from '@/lib/flops/count';
import { GraphBuilder } from '@/lib/onnx/builder';
import { type loadBytes, loadModel } from '@/lib/onnx/load';
import { writeModel } from '@/lib/onnx/write';
import { decodeModel } from '@/scripts/oracle/onnx-proto';
import { referencePath } from '@/scripts/oracle/reference';
import { defineCommand, type Exit, internal, text } from '../command';
import { withFile } from '../file-source';
import { root } from '../root';
import { LIMIT_EXIT } from './figures';

const WARM_UP = 200;
const SAMPLES = 101;
const LARGE_FILE_TENSORS = 40;
const LARGE_TENSOR_FLOATS = 3_276_800;

interface Row {
  readonly what: string;
  readonly measured: number | null;
  readonly limit: number;
  readonly unit: string;
  readonly remark?: string;
}

/** What a page loads to read and count a file, minified as the site ships it. */
async function shippedCode(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { loadBytes, loadModel } from '@/lib/onnx/load'; export { countModel } from '@/lib/flops/count';`,
      resolveDir: root,
    },
    alias: { '@': root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0].contents;
}

interface Counter {
  readonly loadBytes: typeof loadBytes;
  readonly countModel: typeof countModel;
}

/**
 * Ratios of the median times before weights in nodes, liveness and work by operator were counted
 * (2026-11-29).
 */
const RATIO_THEN: Readonly<Record<string, number>> = {
  'mobilenet_v2.onnx': 1.6,
  'swin_t.onnx': 0.95,
};
const MOST_SLOWER = 1.1;

const timeOf = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const median = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;

/**
 * How many times longer it takes to read and count a file in memory than to decode its bytes, once
 * both are warm.
 */
function timed(counter: Counter, file: string): Row {
  const bytes = new Uint8Array(readFileSync(referencePath(`onnx/${file}`)));
  const count = (): unknown => {
    const loaded = counter.loadBytes(bytes);
    if (!loaded.ok) throw new Error(loaded.error.message);
    return counter.countModel(loaded.value);
  };
  const decode = (): unknown => decodeModel(bytes);
  const [counted, decoded]: [number[], number[]] = [[], []];
  for (let i = -WARM_UP; i < SAMPLES; i += 1) {
    const times = [timeOf(count), timeOf(decode)] as const;
    if (i < 0) continue;
    counted.push(times[0]);
    decoded.push(times[1]);
  }
  const [own, other] = [median(counted), median(decoded)];
  const then = RATIO_THEN[file] ?? Number.NaN;
  return {
    what: `count ${file} ÷ decode`,
    measured: own / other,
    limit: MOST_SLOWER * then,
    unit: '×',
    remark: `${own.toFixed(2)} ms to count, ${other.toFixed(2)} ms to decode; ratio then ${then}`,
  };
}

/** A chain of element-wise products whose weights make up 500 MiB. */
function largeModel(tensors: number): Uint8Array {
  const g = new GraphBuilder({ name: 'large', opset: 17 });
  let x = g.input('x', 'float32', [LARGE_TENSOR_FLOATS]);
  for (let i = 0; i < tensors; i += 1) {
    x = g.node('Mul', [x, g.parameter(`w${i}`, 'float32', [LARGE_TENSOR_FLOATS], () => undefined)]);
  }
  g.output(x, 'float32', [LARGE_TENSOR_FLOATS]);
  return writeModel(g.finish());
}

/**
 * In a process of its own: MiB by which counting `large` raises the peak above that of counting
 * `small`.
 */
async function measureMemory(small: string, large: string): Promise<void> {
  const peakMiB = async (path: string): Promise<number> => {
    const loaded = await withFile(path, (source) => loadModel(source));
    if (!loaded.ok) throw new Error(loaded.error.message);
    countModel(loaded.value);
    return process.resourceUsage().maxRSS / 1024;
  };
  const baseline = await peakMiB(small);
  console.log((await peakMiB(large)) - baseline);
}

function largeFileMiB(): number {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-bench-'));
  try {
    const [small, large] = [join(folder, 'small.onnx'), join(folder, 'large.onnx')];
    writeFileSync(small, largeModel(1));
    writeFileSync(large, largeModel(LARGE_FILE_TENSORS));
    const { stdout } = spawnSync(
      process.execPath,
      [join(root, 'scripts/run.mjs'), 'measure', 'flops', '--small', small, '--large', large],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    return Number(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const command = defineCommand({
  options: {
    small: internal(text('FILE', 'counted first')),
    large: internal(text('FILE', 'prints by how much counting it raises the peak of this process')),
  },
  exits: LIMIT_EXIT,
  run: async ({ small, large }) => {
    if (small === undefined || large === undefined) return measureAll();
    await measureMemory(small, large);
    return 0;
  },
});

async function measureAll(): Promise<Exit> {
  const code = await shippedCode();
  const counter = (await import(
    `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
  )) as Counter;
  const rows: readonly Row[] = [
    timed(counter, 'mobilenet_v2.onnx'),
    timed(counter, 'swin_t.onnx'),
    { what: 'memory for a 500 MiB file', measured: largeFileMiB(), limit: 60, unit: 'MiB' },
    {
      what: 'code, gzipped',
      measured: gzipSync(code, { level: 9 }).length / 1024,
      limit: 60,
      unit: 'KiB',
    },
  ];
  console.log(
    `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`,
  );
  for (const { what, measured, limit, unit, remark } of rows) {
    const value = measured === null ? 'no file at hand' : `${measured.toFixed(2)} ${unit}`;
    console.log(
      `${what.padEnd(34)}${value.padStart(16)}   limit ${Number(limit.toFixed(2))} ${unit}${remark === undefined ? '' : `   (${remark})`}`,
    );
  }
  return rows.some(({ measured, limit }) => measured !== null && !(measured <= limit)) ? 1 : 0;
}
