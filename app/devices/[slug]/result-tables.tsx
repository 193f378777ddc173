// Workload × backend on one device: time, rate, and % of peak where the peak of that arithmetic is
// known; what is provisional below a rule, with what it lacks. Networks first; their variants and
// the kernels come when asked for, or the page is ten thousand pixels long. Two lines per cell, so
// that a table stands on a phone.
import { Fragment } from 'react';
import { AgreementMark } from '@/app/_components/agreement-mark';
import { BackendMark } from '@/app/_components/backend-mark';
import { EvidenceMark } from '@/app/_components/evidence-mark';
import { ProvisionalHead } from '@/app/_components/provisional-head';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { votersWords } from '@/app/voters';
import { attainableGflops, type RooflineCeiling } from '@/lib/charts/roofline';
import { integer } from '@/lib/core/format';
import type { DeviceResult } from '@/lib/db/device-results';
import { type Peak, percentOfPeak } from '@/lib/device/peaks/peaks';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import { nets } from '@/lib/views/catalogue';
import { rateOf, rateUnitOf } from '@/lib/views/lead';

interface ResultTableProps {
  readonly results: readonly DeviceResult[];
  readonly peak: Peak | null;
  /** Of the device's own kernels; empty while none are measured. */
  readonly ceilings: readonly RooflineCeiling[];
}

/** So many rows are read at a glance. */
const ROWS_AT_ONCE = 12;

const WHOLE_NETS = new Set(nets().map(({ id }) => id));

/** What is read first, and what is shown when it is asked for. */
function parts(results: readonly DeviceResult[]) {
  const isKernel = ({ workload }: DeviceResult) => MANIFEST.get(workload)?.kind === 'kernel';
  const first = results.filter(({ workload }) => WHOLE_NETS.has(workload));
  const rest = results.filter((result) => !first.includes(result));
  return {
    first,
    more: [
      {
        title: 'Other batches, precisions and widths',
        words: 'of other batches, precisions and widths',
        rows: rest.filter((row) => !isKernel(row)),
      },
      { title: 'Kernels', words: 'of kernels', rows: rest.filter(isKernel) },
    ].filter(({ rows }) => rows.length > 0),
  };
}

interface ResultTablesProps extends ResultTableProps {
  /** Whether the address asks for them: variants and kernels would triple what others download. */
  readonly all: boolean;
  /** The address that does. */
  readonly allHref: string;
}

export function ResultTables({ results, peak, ceilings, all, allHref }: ResultTablesProps) {
  const table = (shown: readonly DeviceResult[]) => (
    <ResultTable results={shown} peak={peak} ceilings={ceilings} />
  );
  const { first, more } = parts(results);
  if (first.length === 0 || results.length <= ROWS_AT_ONCE) return table(results);
  if (!all) {
    return (
      <>
        {table(first)}
        {more.length > 0 && (
          <p className="mt-4 text-sm">
            <a className="link" href={allHref}>
              Show all {integer(results.length)} results
            </a>
            {`, with ${more.map(({ words, rows }) => `${integer(rows.length)} ${words}`).join(' and ')}`}
          </p>
        )}
      </>
    );
  }
  return (
    <>
      {table(first)}
      {more.map(({ title, rows }) => (
        <Fragment key={title}>
          <h3 className="mt-8 mb-2">{title}</h3>
          {table(rows)}
        </Fragment>
      ))}
    </>
  );
}

function ResultTable({ results, peak, ceilings }: ResultTableProps) {
  const rowOf = (result: DeviceResult) => (
    <ResultRow
      key={`${result.workload} ${result.backend} ${result.oneThread}`}
      result={result}
      peak={peak}
      ceiling={ceilings.find(({ backend }) => backend === result.backend) ?? null}
    />
  );
  const provisional = results.filter(({ evidence }) => evidence === 'provisional');
  return (
    <TableScroll>
      <table className="table table-fixed">
        <TableHead
          columns={[
            'Workload',
            { number: 'Median time', className: 'w-[28%]' },
            { number: 'Rate', className: 'w-[34%] sm:w-[28%]' },
          ]}
        />
        <tbody>{results.filter(({ evidence }) => evidence !== 'provisional').map(rowOf)}</tbody>
        {provisional.length > 0 && (
          <tbody>
            <ProvisionalHead columns={3}>
              Provisional: not ranked until enough others confirm it
            </ProvisionalHead>
            {provisional.map(rowOf)}
          </tbody>
        )}
      </table>
    </TableScroll>
  );
}

interface ResultRowProps {
  readonly result: DeviceResult;
  readonly peak: Peak | null;
  readonly ceiling: RooflineCeiling | null;
}

/**
 * Achieved ÷ what the device's own kernels allow at this intensity; models in fp32 alone have a
 * roof.
 */
function percentOfRoof(
  entry: ManifestEntry,
  ceiling: RooflineCeiling | null,
  gflops: number,
): number | null {
  if (ceiling === null || entry.kind !== 'model' || entry.precision !== 'fp32') return null;
  const intensity = entry.flops / (entry.weightBytes + entry.activationBytes);
  return (100 * gflops) / attainableGflops(ceiling, intensity);
}

function ResultRow({ result, peak, ceiling }: ResultRowProps) {
  const { workload, backend, oneThread, p50Ms, networks, bestRun, agreeing, evidence, disputed } =
    result;
  const entry = MANIFEST.get(workload);
  const rate = entry === undefined ? null : rateOf(entry.flops, p50Ms);
  const bandwidth =
    entry?.metric === 'GB/s' ? (entry.weightBytes + entry.activationBytes) / (p50Ms * 1e6) : null;
  const percent =
    rate === null || entry === undefined ? null : percentOfPeak(peak, entry.precision, rate);
  const unit = entry === undefined ? 'GFLOPS' : rateUnitOf(entry.precision);
  const roof =
    rate === null || entry === undefined || oneThread ? null : percentOfRoof(entry, ceiling, rate);
  return (
    <tr>
      <th scope="row">
        <a className="link" href={`/runs/${bestRun}`}>
          {entry?.title ?? workload}
        </a>
        {entry !== undefined && entry.precision !== 'fp32' && ` ${entry.precision}`}
        <span className="mt-0.5 flex flex-wrap gap-x-3 text-grey-4 text-xs">
          <BackendMark backend={backend} />
          {oneThread && '1 thread'}
        </span>
      </th>
      <td className="numeric">
        <Quantity value={p50Ms / 1000} unit="s" prefixed />
        <span className="block font-sans text-grey-4 text-xs">
          {evidence !== 'provisional' && votersWords(networks)}
          {agreeing > 0 && !disputed && <AgreementMark networks={agreeing} />}
          <EvidenceMark backing={result} evidence={evidence} disputed={disputed} />
        </span>
      </td>
      <td className="numeric">
        {bandwidth === null ? (
          <Quantity
            value={rate}
            unit={unit}
            unknown="no floating-point operations are counted for this workload"
          />
        ) : (
          <Quantity value={bandwidth} unit="GB/s" />
        )}
        {roof !== null && (
          <span className="block font-sans text-grey-4 text-xs">
            <Quantity value={roof} unit="% of roofline" />
          </span>
        )}
        {percent !== null && bandwidth === null && (
          <span className="block font-sans text-grey-4 text-xs">
            <Quantity value={percent} unit="% of peak" />
          </span>
        )}
      </td>
    </tr>
  );
}
