// The score of each backend and, beside it, three plain axes. A hole in the list leaves "—" with
// what is there.
import { BackendMark } from '@/app/_components/backend-mark';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { SCORE, type Score, scoreOf } from '@/lib/bench/score';
import { UNKNOWN } from '@/lib/core/format';
import type { DeviceResult } from '@/lib/db/device-results';
import { MANIFEST } from '@/lib/models/manifest';
import { type Axes, deviceAxes } from '@/lib/views/roofline-data';

function ScoreValue({ points, measured, of }: Score) {
  if (points === null) {
    const missing = `${measured} of ${of}`;
    return (
      <span title={`Measured ${missing} workloads of the score`}>
        {UNKNOWN} <span className="font-sans text-grey-4 text-xs">({missing})</span>
      </span>
    );
  }
  return <span className="text-base">{Math.round(points)}</span>;
}

/** Many threads before one, as everywhere. */
function medianOf(
  results: readonly DeviceResult[],
  { backend }: Axes,
  workload: string,
): number | null {
  const same = results.filter(
    (result) => result.backend === backend && result.workload === workload,
  );
  return (same.find(({ oneThread }) => !oneThread) ?? same[0])?.p50Ms ?? null;
}

export function ScoreTable({ results }: { readonly results: readonly DeviceResult[] }) {
  return (
    <>
      <TableScroll>
        <table className="table">
          <TableHead
            columns={['Backend', { number: 'Score' }, { number: 'Compute' }, { number: 'Memory' }]}
          />
          <tbody>
            {deviceAxes(results, MANIFEST).map((axes) => (
              <tr key={axes.backend}>
                <th scope="row">
                  <BackendMark backend={axes.backend} />
                  <span className="block text-grey-4 text-xs">
                    <Quantity
                      value={axes.dispatchUs}
                      unit="µs"
                      unknown="no empty graph was measured"
                    />{' '}
                    per dispatch
                  </span>
                </th>
                <td className="numeric">
                  <ScoreValue {...scoreOf((workload) => medianOf(results, axes, workload))} />
                </td>
                <td className="numeric">
                  <Quantity
                    value={axes.peakGflops}
                    unit="GFLOPS"
                    unknown="no compute-bound kernel was measured"
                  />
                </td>
                <td className="numeric">
                  <Quantity
                    value={axes.bandwidthGBs}
                    unit="GB/s"
                    unknown="no bandwidth-bound kernel was measured"
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className="mt-3 max-w-[68ch] text-grey-4 text-xs">
        {SCORE.id}: 1000 is the speed of {SCORE.reference}; with one of {SCORE.workloads.length}{' '}
        workloads missing there is none. Per backend, never across. Beside it the best fp32 kernel
        bound by compute, the best bound by bandwidth, and the time of an all but empty node.{' '}
        <a href="/methodology#score" className="link">
          How it is computed
        </a>
      </p>
    </>
  );
}
