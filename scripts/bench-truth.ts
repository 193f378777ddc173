// `npm run -s bench:truth`: whether the number on the board is the number that was measured, and whether that is the
// machine's. Suites are run and published in Chromium and Firefox, on the quiet machine and beside processes that keep
// cores busy; every surface that shows a stored row is read and held against the row.
import { parseArgs } from 'node:util';
import type { SuiteId } from '@/lib/bench/suites';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import type { Driver } from '@/test/support/drivers/driver';
import { firefoxDriver } from '@/test/support/drivers/firefox-driver';
import { LOADS, type LoadName } from './estimator/loads';
import { report } from './figures';
import { playRound, type Round } from './truth/rounds';
import { nameOfRow } from './truth/stored';
import { type Truth, truthOf } from './truth/verdict';

const HELP = `Usage: npm run -s bench:truth -- [options]

  --rounds N       rounds on the quiet machine (2); under load there is one
  --quiet-only     no load
  --browsers A,B   chromium, firefox (both)
  --suites A,B     (smoke,quick)
  --json           one JSON object on stdout

Each run has a site of its own, so that every average on it is of that run. Exit status 1 where a threshold is missed.

JSON:
  node, processor, cores   the machine
  figures      what, value, unit, limit (null: not judged), atLeast, met
  disagreements  readings that differ: browser, suite, load, surface, row, shown, expected, apart (share)
  unattested   quiet rows that could be attested and are not, with what was proven
  loaded       rows under load: browser, load, row, quietMs, ms, biasPercent, busy, ranked
  rounds       browser, suite, load, othersShare (of one core, by what is not this command), rows: name, medianMs,
               gflops, provenGflops, trustLevel, quality
`;

const BROWSERS: Readonly<Record<string, () => Promise<Driver>>> = { chromium: chromiumDriver, firefox: firefoxDriver };
const SUITES: readonly SuiteId[] = ['smoke', 'quick'];
const UNDER: readonly LoadName[] = ['third', 'both'];

interface Plan {
  readonly browsers: readonly string[];
  readonly suites: readonly SuiteId[];
  readonly loads: readonly LoadName[];
}

async function play({ browsers, suites, loads }: Plan): Promise<Round[]> {
  const rounds: Round[] = [];
  for (const name of browsers) {
    const launch = BROWSERS[name];
    if (launch === undefined) throw new TypeError(`there is no browser '${name}'`);
    for (const load of loads) {
      for (const suite of suites) {
        // A browser of its own, so that nothing of the run before is left in it.
        const driver = await launch();
        try {
          const round = await playRound(driver, suite, load);
          rounds.push(round);
          const apart = round.harvest.readings.filter((reading) => reading.apart > 0).length;
          const others = round.othersShare === null ? '' : `, others ${round.othersShare.toFixed(2)} of a core`;
          console.error(
            `${name} ${suite}, ${LOADS[load].words}: ${round.rows.length} rows, ${apart} of ${round.harvest.readings.length} readings differ${others}`,
          );
        } finally {
          await driver.close();
        }
      }
    }
  }
  return rounds;
}

/** What stands below the figures for a person. */
function detailsOf({ disagreements, unattested, loaded }: Truth): string {
  const lines = [
    ...disagreements.map(
      ({ browser, suite, load, surface, row, shown, expected }) =>
        `differs: ${browser} ${suite} ${load}, ${surface}, ${row}: shows ${shown}, stored ${expected}`,
    ),
    ...unattested.map((words) => `not attested: ${words}`),
    ...loaded.map(
      ({ browser, load, row, biasPercent, busy, ranked }) =>
        `${browser} ${load} ${row}: ${biasPercent.toFixed(1)} %${busy ? ', busy' : ''}${ranked ? ', on a board' : ''}`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

async function main(): Promise<0 | 1> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '2' },
      'quiet-only': { type: 'boolean', default: false },
      browsers: { type: 'string', default: Object.keys(BROWSERS).join(',') },
      suites: { type: 'string', default: SUITES.join(',') },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const count = Number(values.rounds);
  if (!Number.isInteger(count) || count < 1) throw new TypeError('--rounds is a positive integer');
  const suites = SUITES.filter((id) => values.suites.split(',').includes(id));
  if (suites.length === 0) throw new TypeError(`--suites are of: ${SUITES.join(', ')}`);
  const quiet = Array.from({ length: count }, (): LoadName => 'quiet');
  const loads = [...quiet, ...(values['quiet-only'] ? [] : UNDER)];
  const rounds = await play({ browsers: values.browsers.split(','), suites, loads });
  const truth = truthOf(rounds);
  const rows = rounds.map(({ rows: own, harvest: _, ...round }) => ({
    ...round,
    rows: own.map((row) => {
      const { medianMs, gflops, provenGflops, trustLevel, quality } = row;
      return { name: nameOfRow(row), medianMs, gflops, provenGflops, trustLevel, quality };
    }),
  }));
  const { figures, ...details } = truth;
  if (!values.json) process.stdout.write(detailsOf(truth));
  return report(figures, values.json, { ...details, rounds: rows });
}

main().then(
  // Not exitCode: a dependency's exit hook ends an emptied loop with 0.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
