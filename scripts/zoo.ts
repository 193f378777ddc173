// `npm run -s zoo -- list|build|check|identity`: the workloads outside the site. `list` prints the manifest, `build` writes
// a file that any ONNX tool opens, `check` compares onnxruntime-web with native ONNX Runtime, `identity` builds in real
// browsers and compares digests, `support` tries there which form of a precision runs. Exit 0 ok, 1 failure, 2 bad usage.
import { parseArgs } from 'node:util';
import { integer } from '@/lib/core/format';
import { MANIFEST } from '@/lib/models/manifest';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';
import { agreementLine, checkWorkload } from './zoo/check';
import { checkAll } from './zoo/check-all';
import { checkIdentity } from './zoo/identity';
import { checkPast2GiB } from './zoo/past-2gib';
import { writeSupport } from './zoo/support';
import { writeFile } from './zoo/write-file';

const USAGE = `Usage: npm run -s zoo -- list [--json]
       npm run -s zoo -- build ID --out FILE [--seed N]
       npm run -s zoo -- check ID [--seed N] [--json]
       npm run -s zoo -- check --all [--only REGEX] [--out FILE]
       npm run -s zoo -- identity [--only REGEX]
       npm run -s zoo -- support                 (writes lib/models/forms/support.json)
       npm run -s zoo -- past-2gib               (a model of 2.5 GiB, written, opened and run)

N seeds the weights; default ${DEFAULT_SEED}, the pinned one.`;

function read() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        all: { type: 'boolean' },
        only: { type: 'string' },
        out: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const seed = values.seed === undefined ? DEFAULT_SEED : Number(values.seed);
    const only = new RegExp(values.only ?? '.');
    return Number.isSafeInteger(seed) && seed >= 0 ? { ...values, only, seed, positionals } : null;
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
  if (command === 'support' && id === undefined) return writeSupport();
  if (command === 'past-2gib' && id === undefined) return (await checkPast2GiB()) ? 0 : 1;
  const chosen = [...MANIFEST.keys()].filter((known) => options.only.test(known));
  if (command === 'identity' && id === undefined) return (await checkIdentity(chosen)) ? 0 : 1;
  if (command === 'check' && id === undefined && options.all) return (await checkAll(chosen, options.out)) ? 0 : 1;
  if (id === undefined) return usage();
  if (command === 'build' && options.out !== undefined) {
    const workload = await findWorkload(id);
    const files = writeFile(workload.build(options.seed), options.out);
    for (const { path, byteLength } of files) console.error(`${path}: ${integer(byteLength)} bytes`);
    return 0;
  }
  if (command === 'check') {
    const agreement = await checkWorkload(await findWorkload(id), options.seed);
    if (options.json) console.log(JSON.stringify(agreement));
    else {
      for (const { name, type, error } of agreement.outputs) {
        console.log(`${id} ${name} ${type}: largest relative difference ${error.toExponential(2)}`);
      }
      console.log(agreementLine(agreement));
    }
    return agreement.ok ? 0 : 1;
  }
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
