// `test`: runs every suite and ends with the true totals: types (one check per realm), lint and
// dead exports, unit, integration on real databases, the build, pages and end-to-end in real
// browsers. A suite that crashes or reports nothing counts as failed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUNTIMES, type Runtime } from '@/lib/config/variables';
import { messageOf } from '@/lib/core/thrown';
import { defineCommand, type Exit, flag, texts, UsageError } from '../command';
import { ensureDebian, missingOf, SUITE_PACKAGES } from '../debian';
import { errorsOf, REALMS } from '../realms';
import { root } from '../root';
import { ensureBuild } from '../site/build';
import { one, sumOf, type Totals } from '../suites/totals';
import { TOTALS_FILE } from '../suites/vitest-totals';

function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): boolean {
  const { status } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

const types = (): Totals =>
  sumOf(
    REALMS.map((realm) => {
      const errors = errorsOf(realm);
      for (const error of errors) console.error(error);
      return one(errors.length === 0, `types of ${realm}`);
    }),
  );

function vitest(project: string): Totals {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-totals-'));
  const path = join(folder, 'totals.json');
  try {
    const args = [
      'run',
      // Bundled, the configuration would be written into node_modules, which may be another user's.
      '--configLoader=runner',
      '--project',
      project,
      '--reporter=default',
      `--reporter=${join(root, 'scripts/suites/vitest-totals.ts')}`,
    ];
    const passed = run(bin('vitest'), args, { [TOTALS_FILE]: path });
    const totals = JSON.parse(readFileSync(path, 'utf8')) as Totals;
    return totals.failed > 0 || passed
      ? totals
      : sumOf([
          totals,
          one(false, `${project}: it ended with a failure that it does not name, see above`),
        ]);
  } catch (error) {
    return one(false, `${project}: no report: ${messageOf(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(runtime: Runtime): Totals {
  try {
    ensureBuild(runtime);
    return one(true, runtime);
  } catch (error) {
    return one(false, `build for ${runtime}: ${messageOf(error)}`);
  }
}

/** Rules and format; dead exports and files; repeated code, at most 1 % (.jscpd.json). */
export const LINTERS: Readonly<Record<string, readonly string[]>> = {
  biome: ['check', '.'],
  knip: [],
  jscpd: [],
};

const SUITES: Readonly<Record<string, () => Totals>> = {
  types,
  lint: () => sumOf(Object.entries(LINTERS).map(([name, args]) => one(run(bin(name), args), name))),
  unit: () => vitest('unit'),
  build: () => sumOf(RUNTIMES.map(build)),
  integration: () => vitest('integration'),
  pages: () => vitest('pages'),
  e2e: () => vitest('e2e'),
};

function totalsOf(name: string): Totals {
  const missing = missingOf(SUITE_PACKAGES[name] ?? []).map((one) => one.name);
  if (missing.length === 0) return SUITES[name]();
  return one(false, `${name} needs ${missing.join(', ')}: none of its tests can run without.`);
}

/** Ends with this process. */
function keepBusy(): void {
  const load = spawn(process.execPath, [join(root, 'scripts/busy.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  load.unref();
  load.channel?.unref();
}

export const command = defineCommand({
  options: {
    only: texts('SUITE', `one of: ${Object.keys(SUITES).join(', ')} (repeatable)`),
    'under-load': flag(
      "beside a process that keeps every core busy: nothing may depend on the machine's speed",
    ),
    long: flag('with the proofs that take minutes each, and every case that is else drawn from'),
  },
  notes: `Ends with 'N passed, N failed, N skipped'. What is missing on Debian is installed first; with FLOPMARK_NO_APT=1 it
is named instead, and what needs it fails.`,
  exits: { 1: 'a test failed' },
  run: async ({ only, 'under-load': underLoad, long }) => {
    const chosen = only.length > 0 ? only : Object.keys(SUITES);
    const unknown = chosen.find((name) => !(name in SUITES));
    if (unknown !== undefined) throw new UsageError(`there is no suite '${unknown}'`);
    ensureDebian([...new Set(chosen.flatMap((name) => SUITE_PACKAGES[name] ?? []))]);
    if (underLoad) keepBusy();
    if (long) process.env.FLOPMARK_LONG = '1';
    return runAll(chosen);
  },
});

function runAll(chosen: readonly string[]): Exit {
  let sum: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const lines: string[] = [];
  for (const name of chosen) {
    const started = Date.now();
    console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
    const totals = totalsOf(name);
    const { passed, failed, skipped } = totals;
    sum = sumOf([sum, totals]);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    lines.push(
      `${name.padEnd(12)} ${passed} ok, ${failed} not ok, ${skipped} left out, ${seconds} s`,
    );
  }
  console.log(`\n${lines.join('\n')}\n`);
  for (const failure of sum.failures) console.log(`not ok: ${failure}`);
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}
