// `npm run bench:flops`: how long the counter takes, as it is shipped, how much memory a large file needs and how large the
// code is, each beside its limit, with the machine named. Exit code 1 when a limit is passed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { countModel } from '@/lib/flops/count';
import { GraphBuilder } from '@/lib/onnx/builder';
import { type loadBytes, loadModel } from '@/lib/onnx/load';
import { writeModel } from '@/lib/onnx/write';
import { referencePath } from '@/test/support/reference';
import { withFile } from './file-source';
import { root } from './root';

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

/** Sorted milliseconds to read and count a file that is in memory, once warm. */
function sortedMs(counter: Counter, path: string): readonly number[] {
  const bytes = new Uint8Array(readFileSync(path));
  const once = (): number => {
    const start = performance.now();
    const loaded = counter.loadBytes(bytes);
    if (!loaded.ok) throw new Error(loaded.error.message);
    counter.countModel(loaded.value);
    return performance.now() - start;
  };
  for (let i = 0; i < WARM_UP; i += 1) once();
  return Array.from({ length: SAMPLES }, once).sort((a, b) => a - b);
}

function timed(counter: Counter, file: string, limitMs: number): Row {
  const path = referencePath(`onnx/${file}`);
  const row = { what: `count ${file}, median`, limit: limitMs, unit: 'ms' };
  const samples = sortedMs(counter, path);
  const at = (share: number): number => samples[Math.floor(share * (samples.length - 1))];
  return { ...row, measured: at(0.5), remark: `min ${at(0).toFixed(2)}, p90 ${at(0.9).toFixed(2)}` };
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

/** In a process of its own: MiB by which counting `large` raises the peak above that of counting `small`. */
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
      [join(root, 'scripts/run.mjs'), 'bench-flops', '--memory', small, large],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    return Number(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<number> {
  const [mode, small, large] = process.argv.slice(2);
  if (mode === '--memory' && existsSync(small) && existsSync(large)) {
    await measureMemory(small, large);
    return 0;
  }
  const code = await shippedCode();
  const counter = (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Counter;
  const rows: readonly Row[] = [
    timed(counter, 'mobilenet_v2.onnx', 2),
    timed(counter, 'swin_t.onnx', 20),
    { what: 'memory for a 500 MiB file', measured: largeFileMiB(), limit: 60, unit: 'MiB' },
    { what: 'code, gzipped', measured: gzipSync(code, { level: 9 }).length / 1024, limit: 60, unit: 'KiB' },
  ];
  console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`);
  for (const { what, measured, limit, unit, remark } of rows) {
    const value = measured === null ? 'no file at hand' : `${measured.toFixed(2)} ${unit}`;
    console.log(
      `${what.padEnd(34)}${value.padStart(16)}   limit ${limit} ${unit}${remark === undefined ? '' : `   (${remark})`}`,
    );
  }
  return rows.some(({ measured, limit }) => measured !== null && !(measured <= limit)) ? 1 : 0;
}

process.exitCode = await main();
