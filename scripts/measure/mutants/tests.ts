// The unit tests, run many times in one vitest: its compiled files are kept, and each run is told
// by a file which mutant is active.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node';
import { root } from '../../root';
import { instrument, type Mutant } from './instrument';

/** A test file: how long it took, and the mutants that it reaches. */
export interface TestFile {
  readonly path: string;
  readonly ms: number;
  readonly reaches: ReadonlySet<number>;
}

export type Verdict = 'killed' | 'survived' | 'timeout';

/** As long as a mutant may take over what its tests take: what loops for ever is found out. */
const PATIENCE = { factor: 5, leastMs: 10_000 } as const;

/** Ends the processes in which vitest runs tests, by what /proc says of this process's children. */
function endWorkers(): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = / \w (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (parent === String(process.pid) && command.includes('vitest'))
        process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

export class MutantTests {
  private readonly folder = mkdtempSync(join(tmpdir(), 'flopmark-mutants-'));
  private vitest: Vitest | null = null;
  private specifications: readonly TestSpecification[] = [];

  /** `byFile`: the mutants of each source file, by its path from the root. */
  constructor(
    private readonly byFile: ReadonlyMap<string, readonly Mutant[]>,
    private readonly filters: readonly string[],
  ) {}

  private path(name: string): string {
    return join(this.folder, name);
  }

  private async open(): Promise<Vitest> {
    const active = this.path('active');
    const reached = this.path('reached');
    const { byFile } = this;
    const vitest = await createVitest(
      'test',
      {
        watch: false,
        root,
        // Not the configuration's projects: what is asked for here would not reach them.
        config: false,
        include: ['test/**/*.test.ts'],
        exclude: ['test/e2e/**', 'test/pages/**', 'test/integration/**'],
        reporters: [{}],
        bail: 1,
        maxWorkers: 1,
        testTimeout: 30_000,
        setupFiles: [join(root, 'scripts/measure/mutants/setup.ts')],
        env: { FLOPMARK_MUTANT_ACTIVE: active, FLOPMARK_MUTANT_REACHED: reached },
      },
      {
        resolve: { alias: { '@': root } },
        plugins: [
          {
            name: 'flopmark-mutants',
            enforce: 'pre',
            transform(text: string, id: string) {
              const file = id.split('?')[0]?.slice(root.length + 1) ?? '';
              const mutants = byFile.get(file);
              return mutants === undefined
                ? undefined
                : { code: instrument(text, mutants), map: null };
            },
          },
        ],
      },
    );
    await vitest.standalone();
    this.vitest = vitest;
    return vitest;
  }

  /** One run of all tests with no mutant active. @throws Error where a test fails. */
  async reach(): Promise<TestFile[]> {
    writeFileSync(this.path('reached'), '');
    writeFileSync(this.path('active'), '-1');
    const vitest = await this.open();
    this.specifications = await vitest.globTestSpecifications([...this.filters]);
    const { testModules } = await vitest.runTestSpecifications([...this.specifications], false);
    const failed = testModules.filter((module) => !module.ok());
    if (failed.length > 0)
      throw new Error(`without a mutant: ${failed.map(({ moduleId }) => moduleId).join(', ')}`);
    const reaches = new Map<string, Set<number>>();
    for (const line of readFileSync(this.path('reached'), 'utf8').trim().split('\n')) {
      const [path, ids] = JSON.parse(line) as [string, number[]];
      reaches.set(path, new Set([...(reaches.get(path) ?? []), ...ids]));
    }
    return testModules.map((module) => ({
      path: module.moduleId,
      ms: module.diagnostic().duration + module.diagnostic().collectDuration,
      reaches: reaches.get(module.moduleId) ?? new Set(),
    }));
  }

  /** What the tests say of one mutant. */
  async judge({ id }: Mutant, files: readonly TestFile[]): Promise<Verdict> {
    const vitest = this.vitest ?? (await this.open());
    const paths = new Set(files.map(({ path }) => path));
    const specifications = this.specifications.filter(({ moduleId }) => paths.has(moduleId));
    const usualMs = files.reduce((sum, { ms }) => sum + ms, 0);
    writeFileSync(this.path('active'), String(id));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'timeout'>((resolve) => {
      timer = setTimeout(
        () => resolve('timeout'),
        Math.max(PATIENCE.leastMs, PATIENCE.factor * usualMs),
      );
    });
    const run = vitest.runTestSpecifications([...specifications], false).then(
      ({ testModules, unhandledErrors }): Verdict =>
        unhandledErrors.length > 0 || testModules.some((module) => !module.ok())
          ? 'killed'
          : 'survived',
      (): Verdict => 'killed',
    );
    const verdict = await Promise.race([run, late]);
    clearTimeout(timer);
    // A worker that loops does not hear that it should stop: a new vitest takes the place of this
    // one.
    if (verdict === 'timeout') {
      this.vitest = null;
      endWorkers();
      await Promise.race([
        vitest.close().catch(() => undefined),
        new Promise((end) => setTimeout(end, 5_000)),
      ]);
      const opened = await this.open();
      this.specifications = await opened.globTestSpecifications([...this.filters]);
    }
    return verdict;
  }

  async close(): Promise<void> {
    await this.vitest?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
