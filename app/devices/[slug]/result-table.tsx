// Workload × backend on one device. Time leads; the rate beside it; % of peak only where the peak of that arithmetic is known.
import Link from 'next/link';
import { BackendMark } from '@/app/_components/backend-mark';
import { Quantity } from '@/app/_components/quantity';
import { integer } from '@/lib/core/format';
import { type Flops, gflopsOf } from '@/lib/core/units';
import type { DeviceResult } from '@/lib/db/device-results';
import { type Peak, percentOfPeak } from '@/lib/device/peaks/peaks';
import { MANIFEST } from '@/lib/models/manifest';

interface ResultTableProps {
  readonly results: readonly DeviceResult[];
  readonly peak: Peak | null;
}

export function ResultTable({ results, peak }: ResultTableProps) {
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Workload</th>
            <th scope="col">Backend</th>
            <th scope="col" className="numeric">
              Median time
            </th>
            <th scope="col" className="numeric">
              Rate
            </th>
            {peak !== null && (
              <th scope="col" className="numeric">
                Of peak
              </th>
            )}
            <th scope="col" className="numeric">
              People
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => (
            <ResultRow key={`${result.workload} ${result.backend} ${result.oneThread}`} result={result} peak={peak} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ResultRow({ result, peak }: { result: DeviceResult; peak: Peak | null }) {
  const { workload, backend, oneThread, p50Ms, people, bestRun } = result;
  const entry = MANIFEST.get(workload);
  const rate = entry === undefined || entry.flops === 0 ? null : gflopsOf(entry.flops as Flops, p50Ms);
  const percent = rate === null || entry === undefined ? null : percentOfPeak(peak, entry.precision, rate);
  return (
    <tr>
      <th scope="row">
        <Link className="link" href={`/runs/${bestRun}`} prefetch={false}>
          {entry?.title ?? workload}
        </Link>
      </th>
      <td>
        <BackendMark backend={backend} />
        {oneThread && <span className="text-grey-4 text-xs"> 1 thread</span>}
      </td>
      <td className="numeric">
        <Quantity value={p50Ms} unit="ms" />
      </td>
      <td className="numeric">
        <Quantity value={rate} unit="GFLOPS" unknown="no floating-point operations are counted for this workload" />
      </td>
      {peak !== null && (
        <td className="numeric">
          <Quantity value={percent} unit="%" unknown="the peak of this arithmetic is not known" />
        </td>
      )}
      <td className="numeric">{integer(people)}</td>
    </tr>
  );
}
