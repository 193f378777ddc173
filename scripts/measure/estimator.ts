// `measure estimator`: which estimator of a pass's time other work on the machine moves least. The
// engine measures rows of two passes in a headless Chromium, on the quiet machine and beside
// processes that keep cores busy; each estimator is held against itself on the quiet machine.
// Results: docs/measuring.md.
import { cpus } from 'node:os';
import { contentionOf, isDisturbed, type SpinReading } from '@/lib/bench/contention';
import { perIterationMs, type Sample } from '@/lib/bench/samples';
import { summarise } from '@/lib/bench/stats';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import { defineCommand, type Exit, flag, some } from '../command';
import { ESTIMATOR_NAMES, ESTIMATORS, type EstimatorName } from './estimator/candidates';
import { LOADS, type LoadName, underLoad } from './estimator/loads';
import { type EnginePass, openEngine, serveEngine, takePass } from './estimator/page';
import { median } from './median';
import { roundsOption, workloadsOption } from './options';
import { watchOthers } from './quiet';

const WORKLOADS = [...new Set([...SUITES.smoke.workloads, ...SUITES.quick.workloads])];
const LOAD_NAMES = Object.keys(LOADS) as LoadName[];
const THREADS = [1, 2];

/** One row of one round under one load. */
interface Row {
  readonly workload: string;
  readonly threads: number;
  readonly load: LoadName;
  readonly round: number;
  readonly timesMs: Readonly<Record<EstimatorName, number>>;
  readonly busy: boolean;
  readonly samples: readonly number[];
  /** What other work took, by the spinning threads, and of one core by the kernel's own books. */
  readonly lostShare: number | null;
  readonly othersShare: number | null;
  /** Each pass: its times in ms, and the spinning before and after it. */
  readonly passes: readonly {
    readonly ms: readonly number[];
    readonly spins: readonly SpinReading[];
  }[];
}

function samplesOf({ report }: EnginePass): readonly Sample[] {
  if (report.outcome.outcome !== 'measured') throw new Error(report.outcome.reason);
  return report.outcome.samples;
}

function isBusy(passes: readonly EnginePass[]): boolean {
  const seen = contentionOf(passes.flatMap(({ spins }) => spins));
  if (seen === null) return false;
  const summaries = passes.map(samplesOf).map(summarise);
  const times = summaries.map(({ timeMs }) => timeMs);
  const spread = Math.max(
    Math.max(...times) / Math.min(...times) - 1,
    ...summaries.map((summary) => summary.fastSpread),
  );
  return isDisturbed(seen, spread);
}

async function measureRow(
  take: (capMs: number) => Promise<EnginePass>,
  kind: 'kernel' | 'model',
): Promise<Pick<Row, 'timesMs' | 'busy' | 'samples' | 'lostShare' | 'othersShare' | 'passes'>> {
  const { value: passes, othersShare } = await watchOthers(async () => {
    const capMs = SUITES.quick.capMs[kind] / 2;
    return [await take(capMs), await take(capMs)];
  });
  const series = passes.map((pass) => perIterationMs(samplesOf(pass)));
  const timeBy = (name: EstimatorName): number =>
    Math.exp(
      series.reduce((sum, values) => sum + Math.log(ESTIMATORS[name](values)), 0) / series.length,
    );
  return {
    timesMs: Object.fromEntries(
      ESTIMATOR_NAMES.map((name) => [name, timeBy(name)]),
    ) as Row['timesMs'],
    busy: isBusy(passes),
    samples: series.map(({ length }) => length),
    lostShare: contentionOf(passes.flatMap(({ spins }) => spins))?.mean ?? null,
    othersShare,
    passes: passes.map(({ spins }, index) => ({ ms: series[index] ?? [], spins })),
  };
}

/** What one estimator makes of one load. */
interface Verdict {
  readonly load: LoadName;
  readonly estimator: EstimatorName;
  readonly medianBiasPercent: number;
  readonly worstBiasPercent: number;
  /** Of rows that are not marked. */
  readonly worstUnmarkedPercent: number | null;
  /** Median over the rows of (largest − smallest) ÷ smallest between rounds; null for one round. */
  readonly spreadPercent: number | null;
}

const keyOf = ({ workload, threads }: Row): string => `${workload} ${threads}`;

function verdictsOf(rows: readonly Row[]): Verdict[] {
  const keys = [...new Set(rows.map(keyOf))];
  const loads = [...new Set(rows.map(({ load }) => load))];
  return loads.flatMap((load) =>
    ESTIMATOR_NAMES.map((estimator): Verdict => {
      const biases: { readonly bias: number; readonly busy: boolean }[] = [];
      const spreads: number[] = [];
      for (const key of keys) {
        const of = (name: LoadName): Row[] =>
          rows.filter((row) => row.load === name && keyOf(row) === key);
        const quietMs = median(of('quiet').map(({ timesMs }) => timesMs[estimator]));
        const times = of(load).map(({ timesMs }) => timesMs[estimator]);
        for (const row of of(load))
          biases.push({ bias: row.timesMs[estimator] / quietMs - 1, busy: row.busy });
        if (times.length > 1) spreads.push(Math.max(...times) / Math.min(...times) - 1);
      }
      const worst = (among: readonly { readonly bias: number }[]): number =>
        100 * among.reduce((most, { bias }) => (Math.abs(bias) > Math.abs(most) ? bias : most), 0);
      const unmarked = biases.filter(({ busy }) => !busy);
      return {
        load,
        estimator,
        medianBiasPercent: 100 * median(biases.map(({ bias }) => bias)),
        worstBiasPercent: worst(biases),
        worstUnmarkedPercent: unmarked.length === 0 ? null : worst(unmarked),
        spreadPercent: spreads.length === 0 ? null : 100 * median(spreads),
      };
    }),
  );
}

const signed = (percent: number | null): string =>
  percent === null ? '—' : `${percent >= 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %`;

function tableOf(rows: readonly Row[]): string {
  const head = [
    'load',
    'estimator',
    'median bias',
    'worst',
    'worst unmarked',
    'spread between rounds',
  ];
  const lines = verdictsOf(rows).map((verdict) => [
    LOADS[verdict.load].words,
    verdict.estimator,
    signed(verdict.medianBiasPercent),
    signed(verdict.worstBiasPercent),
    signed(verdict.worstUnmarkedPercent),
    verdict.spreadPercent === null ? '—' : `${verdict.spreadPercent.toFixed(1)} %`,
  ]);
  const table = [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
  const loads = [...new Set(rows.map(({ load }) => load))];
  const marked = loads.map((load) => {
    const own = rows.filter((row) => row.load === load);
    const busy = own.filter((row) => row.busy).length;
    return `- ${LOADS[load].words}: ${busy} of ${own.length} rows marked busy`;
  });
  return `${table}\n\n${marked.join('\n')}\n`;
}

export const command = defineCommand({
  options: {
    rounds: roundsOption(3, 'rounds over all rows and loads'),
    loads: some('loads; quiet is always among them', LOAD_NAMES, LOAD_NAMES),
    workloads: workloadsOption(WORKLOADS),
    json: flag('every row of every round as JSON'),
  },
  notes: `Prints, for each load and estimator: bias against the same estimator on the quiet machine (median over the rows, and
the worst), spread between rounds, and how many rows were marked busy. About two and a half minutes
a round.`,
  run: compareAll,
});

interface Wanted {
  readonly rounds: number;
  readonly loads: readonly LoadName[];
  readonly workloads: readonly string[];
  readonly json: boolean;
}

async function compareAll({ rounds, loads: wanted, workloads, json }: Wanted): Promise<Exit> {
  const loads = LOAD_NAMES.filter((name) => name === 'quiet' || wanted.includes(name));
  const entries = workloads.flatMap((id) => MANIFEST.get(id) ?? []);
  const server = await serveEngine();
  const driver = await chromiumDriver();
  const rows: Row[] = [];
  try {
    await openEngine(driver, server);
    for (let round = 1; round <= rounds; round += 1) {
      for (const load of loads) {
        const taken = await underLoad(LOADS[load], async () => {
          const found: Row[] = [];
          for (const { id, kind } of entries) {
            for (const threads of THREADS) {
              const configuration = {
                backend: 'wasm',
                threads,
                mode: 'run',
                sustainMs: null,
              } as const;
              const request = { ...configuration, workload: id, goldenIndex: 0, privateSeed: null };
              const row = await measureRow(
                (capMs) => takePass(driver, { ...request, capMs }),
                kind,
              );
              found.push({ workload: id, threads, load, round, ...row });
            }
          }
          return found;
        });
        rows.push(...taken);
        console.error(
          `round ${round}, ${LOADS[load].words}: ${taken.filter(({ busy }) => busy).length} busy`,
        );
      }
    }
  } finally {
    await driver.close();
    await server.stop();
  }
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`;
  if (json)
    process.stdout.write(
      `${JSON.stringify({ machine, verdicts: verdictsOf(rows), rows }, null, 1)}\n`,
    );
  else process.stdout.write(`${machine}\n\n${tableOf(rows)}`);
  return 0;
}
