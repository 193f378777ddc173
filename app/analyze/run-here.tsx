// "Run it here": the opened file on every backend of this browser, beside what the device's matrix
// product reaches in the same session. Stays in the page: nothing is sent, nothing is ranked.
import { BackendMark } from '@/app/_components/backend-mark';
import { Quantity } from '@/app/_components/quantity';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { centreOf } from '@/lib/bench/stats';
import { estimateOf, passesIn, passSpread } from '@/lib/bench/uncertainty';
import { duration, percent, spread } from '@/lib/core/format';
import { gflopsOf } from '@/lib/core/rate';
import { flopsOf, macs } from '@/lib/core/units';
import type { Report } from '@/lib/flops/report';
import { specsOf } from '@/lib/models/graph-inputs';
import { downloadWords } from '@/lib/runner/download-words';
import type { OwnConfiguration, OwnPhase, OwnResult } from '@/lib/runner/own-model';
import { stopOf } from '@/lib/runner/visit-stop';
import type { Analysis } from '@/workers/analyse-messages';
import { obstacle } from './obstacle';
import { type OwnRun, useOwnRun } from './use-own-run';

const PHASES = {
  building: 'reading the file',
  opening: 'opening it in the runtime',
  'first-run': 'first run',
  'warm-up': 'warming up',
  sampling: 'sampling',
  checking: 'ending',
  kernel: 'matrix product for comparison',
} as const satisfies Record<OwnPhase, string>;

const COLUMNS = [
  'Backend',
  { number: 'First result' },
  { number: 'Steady, 95 %' },
  { number: 'Achieved' },
  { number: 'Matrix product' },
] as const;

export function RunHere({ file, analysis }: { readonly file: File; readonly analysis: Analysis }) {
  const { run, start, cancel } = useOwnRun();
  const specs = specsOf(analysis.file.inputs, analysis.options.bind ?? {});
  const why = obstacle(analysis);
  return (
    <Section
      id="run-here"
      title="Run it here"
      aside="Local only: nothing is sent, nothing goes on the board"
    >
      <p className="max-w-prose text-grey-4 text-sm">
        The file on WASM with one thread and with all, and on WebGPU and WebNN where this browser
        has them. Inputs are random numbers; integers are 0 or 1. The output is not checked.
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-4" aria-live="polite">
        {run.running ? (
          <button type="button" className="button-quiet" onClick={cancel}>
            Cancel
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={why !== null}
            onClick={() => specs.ok && void start(file, specs.value)}
          >
            {run.results.length === 0 ? 'Measure' : 'Measure again'}
          </button>
        )}
        {why !== null && <p className="text-sm">{why}</p>}
        {run.running && <Progress run={run} />}
        {run.stopped !== null && (
          <p role="alert" className="max-w-[60ch] text-sm">
            {run.stopped}
          </p>
        )}
      </div>
      {run.results.length > 0 && (
        <TableScroll className="mt-4">
          <table className="table text-sm" data-testid="own-results">
            <TableHead columns={COLUMNS} />
            <tbody>
              {run.results.map((result) => (
                <ResultRow
                  key={result.configuration.key}
                  result={result}
                  report={analysis.report}
                />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Section>
  );
}

function Progress({ run: { results, current, planned } }: { readonly run: OwnRun }) {
  const at =
    current === null
      ? 'Looking at the machine'
      : current.download !== null
        ? downloadWords(current.download)
        : `${nameOf(current.configuration)}: ${PHASES[current.phase]}`;
  return (
    <>
      <progress
        className="h-1 w-40"
        aria-label="Measuring"
        value={results.length}
        max={planned || 1}
      />
      <p className="text-sm">{at}</p>
    </>
  );
}

const nameOf = ({ backend, threads }: OwnConfiguration): string =>
  backend === 'wasm' ? `WASM, ${threads === 1 ? '1 thread' : `${threads} threads`}` : backend;

function Name({ result: { configuration, report } }: { readonly result: OwnResult }) {
  const { backend, threads } = configuration;
  return (
    <th scope="row" className="whitespace-nowrap text-left font-normal">
      <BackendMark backend={report?.fellBack === true ? 'mixed' : backend} />
      {backend === 'wasm' && (
        <span className="text-grey-4"> · {threads === 1 ? '1 thread' : `${threads} threads`}</span>
      )}
    </th>
  );
}

function ResultRow({ result, report }: { readonly result: OwnResult; readonly report: Report }) {
  const { outcome, kernelPeak } = result;
  if (outcome.outcome !== 'measured') {
    const stop = stopOf(outcome);
    return (
      <tr>
        <Name result={result} />
        <td colSpan={COLUMNS.length - 1} className="text-grey-4 [overflow-wrap:anywhere]">
          {outcome.outcome === 'failed' && outcome.cause === 'out-of-memory'
            ? 'Out of memory: '
            : ''}
          {outcome.reason}
          {stop !== null && ` ${stop.next}`}
        </td>
      </tr>
    );
  }
  const { intervalHolds } = centreOf(outcome.samples);
  const passes = passesIn(outcome).map(centreOf);
  const { timeMs, ci95 } = estimateOf(passes, passSpread([passes]));
  const halfWidthMs = Math.max(ci95.highMs - timeMs, timeMs - ci95.lowMs);
  const isWhole = report.coverage.unknown.length === 0 && Number(report.macs) > 0;
  const achieved = isWhole ? gflopsOf(flopsOf(macs(Number(report.macs))), timeMs) : null;
  return (
    <tr>
      <Name result={result} />
      <td className="numeric number">{duration(outcome.sessionMs + outcome.firstRunMs)}</td>
      <td className="numeric number" data-ms={timeMs}>
        {duration(timeMs)} {intervalHolds && spread(timeMs / 1000, halfWidthMs / 1000, 's')}
      </td>
      <td className="numeric">
        <Quantity value={achieved} unit="GFLOPS" unknown="the file's FLOPs are not wholly known" />
        {achieved !== null && kernelPeak !== null && (
          <span className="text-grey-4"> · {percent(achieved / kernelPeak)}</span>
        )}
      </td>
      <td className="numeric">
        <Quantity
          value={kernelPeak}
          unit="GFLOPS"
          unknown="the matrix product could not be measured"
        />
      </td>
    </tr>
  );
}
