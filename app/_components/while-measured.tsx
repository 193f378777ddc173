// Whether the page kept drawing while it measured, how busy the operating system found the
// processor, and how much the runtime checks around every call on WebGPU: what people who put a
// model into a page ask.
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import type { PressureShares } from '@/lib/bench/outcome';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration, UNKNOWN } from '@/lib/core/format';
import type { ValidationMode } from '@/lib/core/validation-mode';
import { isMeasured, type MeasuredView, type MeasurementView } from '@/lib/views/run-view';
import { RowName } from './row-name';

/**
 * Two frames of a screen that draws 60 times a second, and a little: below, nobody sees a frame
 * missing.
 */
const SMOOTH_MS = 35;

const VALIDATION_WORDS = {
  disabled: 'none',
  wgpuOnly: 'the browser’s own alone',
  basic: 'basic, ONNX Runtime’s default',
  full: 'full',
} as const satisfies Record<ValidationMode, string>;

const PRESSURE_STATES = [
  'nominal',
  'fair',
  'serious',
  'critical',
] as const satisfies (keyof PressureShares)[];

/** "nominal 80 %, fair 20 %"; states that did not occur are left out. */
export function pressureWords(pressure: PressureShares): string {
  return PRESSURE_STATES.filter((state) => Math.round(100 * pressure[state]) > 0)
    .map((state) => `${state} ${Math.round(100 * pressure[state])}\u2009%`)
    .join(', ');
}

/** One sentence on the row in which the page stood still longest; null where nobody watched. */
export function smoothnessSentence(measured: readonly MeasuredView[]): string | null {
  const watched = measured.filter(({ frameGaps }) => frameGaps !== null);
  const [worst] = watched.toSorted(
    (a, b) => (b.frameGaps?.longestMs ?? 0) - (a.frameGaps?.longestMs ?? 0),
  );
  if (worst === undefined || worst.frameGaps === null) return null;
  const { longestMs } = worst.frameGaps;
  const longest = `${duration(longestMs)} between two frames at most`;
  if (longestMs <= SMOOTH_MS) return `The page stayed smooth throughout: ${longest}.`;
  const where = `${worst.workload.title} on ${BACKEND_LABELS[worst.backend]}`;
  const smooth = watched.filter(
    ({ frameGaps }) => frameGaps !== null && frameGaps.p95Ms <= SMOOTH_MS,
  ).length;
  return `The page stood still longest during ${where}: ${longest}. In ${smooth} of ${watched.length} rows, 95 % of the gaps were too short to be seen.`;
}

export function WhileMeasured({
  measurements,
}: {
  readonly measurements: readonly MeasurementView[];
}) {
  const measured = measurements.filter(isMeasured);
  const rows = measured.filter(
    ({ frameGaps, pressure, validationMode }) =>
      frameGaps !== null || pressure !== null || validationMode !== null,
  );
  if (rows.length === 0) return null;
  const hasPressure = rows.some(({ pressure }) => pressure !== null);
  const hasGpu = rows.some(({ validationMode }) => validationMode !== null);
  const columns = [
    'Workload',
    { number: 'Longest gap' },
    { number: '95 % within' },
    ...(hasPressure ? ['Processor’s load'] : []),
    ...(hasGpu ? ['Checks around GPU calls'] : []),
  ];
  return (
    <Section id="meanwhile" title="While it was measured">
      <p className="max-w-[68ch] text-sm">
        {smoothnessSentence(rows) ?? 'This browser drew no frames meanwhile.'}
      </p>
      <details className="mt-3">
        <summary className="text-sm">Row by row</summary>
        <p className="mt-2 max-w-[68ch] text-grey-4 text-sm">
          Gaps are the times between frames of the page: a screen that draws 60 times a second has
          gaps of 17&#8239;ms.
          {hasPressure &&
            ' The load is what the operating system reports, and includes the measured work.'}
        </p>
        <TableScroll className="mt-2">
          <table className="table">
            <TableHead columns={columns} />
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <RowName row={row} />
                  <td className="numeric number">{duration(row.frameGaps?.longestMs)}</td>
                  <td className="numeric number">{duration(row.frameGaps?.p95Ms)}</td>
                  {hasPressure && (
                    <td>{row.pressure === null ? UNKNOWN : pressureWords(row.pressure)}</td>
                  )}
                  {hasGpu && (
                    <td>
                      {row.validationMode === null ? UNKNOWN : VALIDATION_WORDS[row.validationMode]}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
    </Section>
  );
}
