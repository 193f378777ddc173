// The place in a chapter where its claim is measured: a button, a row for each configuration with
// room for its time, bar and rate, and a line for the answer. The server draws all of it, so that
// nothing moves when the browser fills it in.
import { Quantity } from '@/app/_components/quantity';
import { type Column, TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { duration } from '@/lib/core/format';
import { database } from '@/lib/db/client';
import { MANIFEST } from '@/lib/models/manifest';
import { type BoardMedian, boardMedians } from './board-medians';
import { type Configuration, claimOf } from './claims';
import { graphFlops } from './graph-flops';

const COLUMNS: readonly Column[] = [
  'Configuration',
  { bars: 'Time as a bar', className: 'w-2/5 max-sm:hidden' },
  { number: 'Here' },
  { number: 'Rate' },
  { number: 'Board' },
  { number: 'FLOPs', className: 'max-sm:hidden' },
];

const flopsOf = ({ subject }: Configuration): number =>
  'workload' in subject ? (MANIFEST.get(subject.workload)?.flops ?? 0) : graphFlops(subject.graph);

function BoardCell({ median }: { readonly median: BoardMedian | undefined }) {
  if (median === undefined) return <span className="text-grey-4">—</span>;
  return (
    <span
      title={`median of ${median.devices} ${median.devices === 1 ? 'device' : 'devices'} on the board`}
    >
      {duration(median.medianMs)}
    </span>
  );
}

export async function MeasureHere({ id }: { readonly id: string }) {
  const claim = claimOf(id);
  if (claim === undefined) throw new Error(`no claim '${id}'`);
  const medians = await boardMedians(database(), claim);
  const heading = `measure-${id}`;
  return (
    <section
      aria-labelledby={heading}
      data-measure={id}
      className="my-8 rounded-md border border-grey-2 p-4 sm:p-6"
    >
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="max-w-[60ch]">
          <h2 id={heading} className="scroll-mt-4 text-lg">
            {claim.title}
          </h2>
          <p className="mt-1 text-grey-4 text-sm">{claim.lead}</p>
        </div>
        <button type="button" className="button no-print min-w-36" data-measure-button disabled>
          Measure it here
        </button>
      </div>
      <noscript>
        <p className="mt-3 text-sm">Measuring needs JavaScript; everything else here does not.</p>
      </noscript>
      <TableScroll className="mt-4">
        <table className="table">
          <TableHead columns={COLUMNS} />
          <tbody>
            {claim.configurations.map((configuration) => {
              const flops = flopsOf(configuration);
              return (
                <tr
                  key={configuration.key}
                  data-configuration={configuration.key}
                  data-flops={flops}
                >
                  <th scope="row">{configuration.label}</th>
                  <td className="max-sm:hidden">
                    <span
                      className="block h-3 w-0"
                      style={{ background: `var(--color-${configuration.backend})` }}
                      data-bar
                    />
                  </td>
                  <td className="numeric min-w-44" data-time>
                    —
                  </td>
                  <td className="numeric min-w-32" data-rate>
                    —
                  </td>
                  <td className="numeric">
                    <BoardCell median={medians.get(configuration.key)} />
                  </td>
                  <td className="numeric max-sm:hidden">
                    <Quantity value={flops} unit="" prefixed />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
      <p
        className="mt-4 min-h-30 text-sm max-[22rem]:min-h-36 sm:min-h-12"
        aria-live="polite"
        data-answer
      >
        <span className="text-grey-4">
          Takes some seconds once the runtime (4–7&#8239;MB) is there. Nothing is sent.
        </span>
      </p>
    </section>
  );
}
