// `measure attack-native`: how much faster than honest work the attested kernel's digests can be
// had on one thread of this machine, by the cheapest ways known (scripts/attack/native/attack.c),
// built by the system's C compiler for every width of vector that the machine has.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchInput } from '@/lib/attest/batch';
import { KERNEL_VERSION, KERNELS, type Size } from '@/lib/attest/kernel';
import { tablesOf } from '@/lib/attest/tables';
import { defineCommand, flag } from '../command';
import { root } from '../root';
import { sizesOption } from './attest/sizes';

/** Flags of a build, and what /proc/cpuinfo must name for it to run. */
const BUILDS = [
  { flags: ['-march=native'], needs: 'avx512_vnni' },
  { flags: ['-msse4.1', '-mavxvnni'], needs: 'avx_vnni' },
  { flags: ['-msse4.1'], needs: 'sse4_1' },
] as const;

interface Found {
  readonly instructions: string;
  readonly n: Size;
  readonly method: string;
  /** Of honest work done in the same time, 10⁹ FLOP/s. */
  readonly gflops: number;
  /** Against sgemm with vectors of the same width. */
  readonly factor: number;
  /** Digests of 64 that are not those of plain integers. */
  readonly wrong: number;
}

const processorFlags = (): ReadonlySet<string> =>
  new Set(/^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '));

async function writeData(path: string, n: Size): Promise<void> {
  const { a, weights } = tablesOf(KERNELS[n]);
  const { left, right } = await batchInput(KERNELS[n], 'native', 0);
  writeFileSync(
    path,
    Buffer.concat([a, weights, left, right].map(({ buffer }) => new Uint8Array(buffer))),
  );
}

async function attack(sizes: readonly Size[], tell: (found: Found) => void): Promise<Found[]> {
  if (spawnSync('cc', ['--version']).status !== 0)
    throw new Error('no C compiler: cc is not there');
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-native-'));
  const known = processorFlags();
  const all: Found[] = [];
  try {
    const [program, data] = [join(folder, 'attack'), join(folder, 'data')];
    for (const { flags } of BUILDS.filter(({ needs }) => known.has(needs))) {
      const source = join(root, 'scripts/attack/native/attack.c');
      execFileSync('cc', ['-O3', '-ffp-contract=off', '-w', ...flags, '-o', program, source], {
        stdio: 'inherit',
      });
      for (const n of sizes) {
        await writeData(data, n);
        const { columns, steps, range } = KERNELS[n];
        const output = execFileSync(program, [data, n, columns, steps, range].map(String), {
          encoding: 'utf8',
        });
        for (const line of output.trim().split('\n')) {
          const found = JSON.parse(line) as Found;
          all.push(found);
          tell(found);
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return all;
}

export const command = defineCommand({
  options: {
    sizes: sizesOption,
    json: flag('one JSON object on stdout: what lib/attest/native-attack.json holds'),
  },
  exits: { 1: "there is no C compiler, or a method's digests are wrong" },
  run: async ({ sizes, json }) => {
    const found = await attack(sizes, ({ instructions, n, method, gflops, factor, wrong }) =>
      process.stderr.write(
        `${instructions.padEnd(82)} n ${String(n).padStart(4)}  ${method.padEnd(7)} ` +
          `${gflops.toFixed(1).padStart(6)} GFLOPS  factor ${factor.toFixed(2)}  wrong ${wrong}\n`,
      ),
    );
    if (json) {
      const measured = {
        kernel: KERNEL_VERSION,
        date: new Date().toISOString().slice(0, 10),
        machine: cpus()[0]?.model ?? 'unknown processor',
        command: 'npm run -s flopmark -- measure attack-native --json',
        found,
      };
      process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
    }
    return found.length > 0 && found.every(({ wrong }) => wrong === 0) ? 0 : 1;
  },
});
