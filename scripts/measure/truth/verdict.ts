// What the rounds say together, each figure beside its threshold.
import { quantile, sortValues } from '@/lib/bench/samples';
import type { LoadName } from '../estimator/loads';
import type { Figure } from '../figures';
import type { Round } from './rounds';
import { type MeasuredRow, nameOfRow } from './stored';
import type { Reading } from './surfaces';

/** A row of a run under load beside the same row on the quiet machine. */
export interface LoadedRow {
  readonly browser: string;
  readonly load: LoadName;
  readonly row: string;
  readonly quietMs: number;
  readonly ms: number;
  readonly biasPercent: number;
  readonly busy: boolean;
  readonly ranked: boolean;
}

export interface Truth {
  readonly figures: readonly Figure[];
  readonly disagreements: readonly (Reading & Pick<Round, 'browser' | 'suite' | 'load'>)[];
  /** Quiet rows that could be attested and are not. */
  readonly unattested: readonly string[];
  readonly loaded: readonly LoadedRow[];
}

const median = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : quantile(sortValues(values), 0.5);
const percent = (part: number, whole: number): number =>
  whole === 0 ? Number.NaN : (100 * part) / whole;

const isBusy = ({ quality }: MeasuredRow): boolean => quality.includes('busy');

/** A proof speaks of this kind of work on this backend. */
const canBeAttested = ({ provenShare }: MeasuredRow): boolean => typeof provenShare === 'number';

function loadedRows(rounds: readonly Round[]): LoadedRow[] {
  const quiet = rounds.filter(({ load }) => load === 'quiet');
  return rounds
    .filter(({ load }) => load !== 'quiet')
    .flatMap(({ browser, load, rows, harvest }) =>
      rows.flatMap((row): LoadedRow[] => {
        const name = nameOfRow(row);
        const same = quiet
          .filter((round) => round.browser === browser)
          .flatMap((round) =>
            round.rows.filter((other) => nameOfRow(other) === name && !isBusy(other)),
          );
        if (same.length === 0) return [];
        const quietMs = median(same.map(({ medianMs }) => medianMs));
        const biasPercent = 100 * (row.medianMs / quietMs - 1);
        const ranked = harvest.ranked.has(name);
        return [
          {
            browser,
            load,
            row: name,
            quietMs,
            ms: row.medianMs,
            biasPercent,
            busy: isBusy(row),
            ranked,
          },
        ];
      }),
    );
}

export function truthOf(rounds: readonly Round[]): Truth {
  const disagreements = rounds.flatMap(({ browser, suite, load, harvest }) =>
    harvest.readings
      .filter(({ apart }) => apart > 0)
      .map((reading) => ({ ...reading, browser, suite, load })),
  );
  const readings = rounds.flatMap(({ harvest }) => harvest.readings);
  const quiet = rounds.filter(({ load }) => load === 'quiet').flatMap(({ rows }) => rows);
  const attestable = quiet.filter(canBeAttested);
  const attested = attestable.filter(({ trustLevel }) => trustLevel >= 2);
  const products = quiet.filter(({ workload }) => workload === 'gemm-1024-fp32');
  const loaded = loadedRows(rounds);
  const third = loaded.filter(({ load }) => load === 'third');
  const unmarked = third.filter(({ busy }) => !busy);
  const both = loaded.filter(({ load, ranked }) => load === 'both' && ranked);
  const worst = (rows: readonly LoadedRow[]): number =>
    rows.reduce((most, { biasPercent }) => Math.max(most, Math.abs(biasPercent)), 0);
  const figures: Figure[] = [
    { what: 'readings of surfaces', value: readings.length, unit: '', limit: null },
    {
      what: 'largest disagreement between surfaces',
      value: 100 * Math.max(0, ...readings.map(({ apart }) => apart)),
      unit: '%',
      limit: 0,
    },
    {
      what: 'attested of the quiet rows that can be',
      value: percent(attested.length, attestable.length),
      unit: '%',
      limit: 95,
      atLeast: true,
    },
    {
      what: 'proven over measured, gemm-1024, median',
      value: median(
        products.map(({ provenGflops, gflops }) => (provenGflops ?? 0) / (gflops ?? Number.NaN)),
      ),
      unit: '×',
      limit: 0.9,
      atLeast: true,
    },
    {
      what: 'quiet rows marked busy',
      value: percent(quiet.filter(isBusy).length, quiet.length),
      unit: '%',
      limit: 5,
    },
  ];
  if (third.length > 0) {
    figures.push(
      {
        what: 'one core, 1/3: worst bias of unmarked rows',
        value: worst(unmarked),
        unit: '%',
        limit: 10,
      },
      {
        what: 'one core, 1/3: rows unmarked',
        value: percent(unmarked.length, third.length),
        unit: '%',
        limit: 50,
        atLeast: true,
      },
      {
        what: 'one core, 1/3: median bias of all rows',
        value: median(third.map(({ biasPercent }) => biasPercent)),
        unit: '%',
        limit: null,
      },
    );
  }
  if (loaded.some(({ load }) => load === 'both')) {
    figures.push(
      { what: 'both cores: rows that a board lists', value: both.length, unit: '', limit: null },
      { what: 'both cores: worst bias of those', value: worst(both), unit: '%', limit: 25 },
    );
  }
  return {
    figures,
    disagreements,
    unattested: attestable
      .filter(({ trustLevel }) => trustLevel < 2)
      .map(
        (row) =>
          `${nameOfRow(row)}: proven ${row.provenGflops ?? 'nothing'}, measured ${row.gflops ?? 'none'} GFLOPS`,
      ),
    loaded,
  };
}
