// `measure truth`: whether the number on the board is the number that was measured, and whether
// that is the machine's. Suites are run and published in Chromium and Firefox, on the quiet machine
// and beside processes that keep cores busy; every surface that shows a stored row is read and held
// against the row.
import type { SuiteId } from '@/lib/bench/suites';
import {
  MEASURED_BROWSERS,
  type MeasuredBrowser,
  measuredBrowsersOption,
} from '../browser/browsers';
import { defineCommand, flag, some } from '../command';
import { LOADS, type LoadName } from './estimator/loads';
import { LIMIT_EXIT, report } from './figures';
import { roundsOption } from './options';
import { wasQuiet } from './quiet';
import { playRound, type Round } from './truth/rounds';
import { nameOfRow } from './truth/stored';
import { type Truth, truthOf } from './truth/verdict';

const NOTES = `Each run has a site of its own, so that every average on it is of that run. A round
during which others used more than a tenth of a core is taken again, at most twice.

JSON:
  node, processor, cores   the machine
  figures      what, value, unit, limit (null: not judged), atLeast, met
  disagreements  readings that differ: browser, suite, load, surface, row, shown, expected, apart
  (share)
  unattested   quiet rows that could be attested and are not, with what was proven
  loaded       rows under load: browser, load, row, quietMs, ms, biasPercent, busy, ranked
  rounds       browser, suite, load, othersShare (of one core, by what is not this command), rows:
               name, medianMs,
               gflops, provenGflops, trustLevel, quality
`;

const SUITES = ['smoke', 'quick'] as const satisfies readonly SuiteId[];
const UNDER: readonly LoadName[] = ['third', 'both'];

interface Plan {
  readonly browsers: readonly MeasuredBrowser[];
  readonly suites: readonly SuiteId[];
  readonly loads: readonly LoadName[];
}

/** Of a round, as long as others use the machine meanwhile; the last one stands. */
const TRIES = 3;

/** In a browser of its own, so that nothing of the run before is left in it. */
async function playOnce(name: MeasuredBrowser, suite: SuiteId, load: LoadName): Promise<Round> {
  const driver = await MEASURED_BROWSERS[name]();
  try {
    return await playRound(driver, suite, load);
  } finally {
    await driver.close();
  }
}

async function play({ browsers, suites, loads }: Plan): Promise<Round[]> {
  const rounds: Round[] = [];
  for (const name of browsers) {
    for (const load of loads) {
      for (const suite of suites) {
        for (let left = TRIES; left > 0; left -= 1) {
          const round = await playOnce(name, suite, load);
          const stands = left === 1 || wasQuiet(round.othersShare);
          if (stands) rounds.push(round);
          const apart = round.harvest.readings.filter((reading) => reading.apart > 0).length;
          const others =
            round.othersShare === null ? '' : `, others ${round.othersShare.toFixed(2)} of a core`;
          console.error(
            `${name} ${suite}, ${LOADS[load].words}: ${round.rows.length} rows, ${apart} of ${round.harvest.readings.length} readings differ${others}${stands ? '' : '; taken again'}`,
          );
          if (stands) break;
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

export const command = defineCommand({
  options: {
    rounds: roundsOption(2, 'rounds on the quiet machine; under load there is one'),
    'quiet-only': flag('no load'),
    browsers: measuredBrowsersOption,
    suites: some('suites', SUITES, SUITES),
    json: flag('one JSON object on stdout'),
  },
  notes: NOTES,
  exits: LIMIT_EXIT,
  run: async ({ rounds: count, 'quiet-only': quietOnly, browsers, suites, json }) => {
    const quiet = Array.from({ length: count }, (): LoadName => 'quiet');
    const rounds = await play({ browsers, suites, loads: [...quiet, ...(quietOnly ? [] : UNDER)] });
    const truth = truthOf(rounds);
    const rows = rounds.map(({ rows: own, harvest: _, ...round }) => ({
      ...round,
      rows: own.map((row) => {
        const { medianMs, gflops, provenGflops, trustLevel, quality } = row;
        return { name: nameOfRow(row), medianMs, gflops, provenGflops, trustLevel, quality };
      }),
    }));
    const { figures, ...details } = truth;
    if (!json) process.stdout.write(detailsOf(truth));
    return report(figures, json, { ...details, rounds: rows });
  },
});
