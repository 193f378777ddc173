// `npm run -s zoo -- list|build|check`: the workloads outside the browser. `list` prints the manifest, `build` writes a
// file that any ONNX tool opens, `check` compares onnxruntime-web with native ONNX Runtime. Exit 0 ok, 1 failure, 2 bad
// usage.
import { parseArgs } from 'node:util';
import { integer } from '@/lib/core/format';
import { MANIFEST } from '@/lib/models/manifest';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';
import { checkWorkload } from './zoo/check';
import { writeFile } from './zoo/write-file';

const USAGE = `Usage: npm run -s zoo -- list [--json]
       npm run -s zoo -- build ID --out FILE [--seed N]
       npm run -s zoo -- check ID [--seed N]     (N seeds the weights; default ${DEFAULT_SEED}, the pinned one)`;

function read() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        out: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const seed = values.seed === undefined ? DEFAULT_SEED : Number(values.seed);
    return Number.isSafeInteger(seed) && seed >= 0 ? { ...values, seed, positionals } : null;
  } catch {
    return null;
  }
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

function list(json: boolean): number {
  const rows = [...MANIFEST.values()].map(
    ({ id, kind, family, precision, params, macs, flops, weightBytes, digest }) => ({
      id,
      kind,
      family,
      precision,
      params,
      macs,
      flops,
      weightBytes,
      digest,
    }),
  );
  if (json) {
    console.log(JSON.stringify(rows, null, 1));
    return 0;
  }
  for (const { id, kind, params, macs } of rows) {
    console.log(
      `${id.padEnd(40)} ${kind.padEnd(7)} ${integer(params).padStart(12)} params ${integer(macs).padStart(16)} MACs`,
    );
  }
  return 0;
}

async function main(): Promise<number> {
  const options = read();
  if (options === null) return usage();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const [command, id, ...rest] = options.positionals;
  if (rest.length > 0) return usage();
  if (command === 'list' && id === undefined) return list(options.json ?? false);
  if (id === undefined) return usage();
  if (command === 'build' && options.out !== undefined) {
    const workload = await findWorkload(id);
    const files = writeFile(workload.build(options.seed), options.out);
    for (const { path, byteLength } of files) console.error(`${path}: ${integer(byteLength)} bytes`);
    return 0;
  }
  if (command === 'check') return (await checkWorkload(await findWorkload(id), options.seed)) ? 0 : 1;
  return usage();
}

// `| head` closes the pipe early: no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  process.exitCode = await main();
} catch (error) {
  console.error(`zoo: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
