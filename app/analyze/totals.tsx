// The totals strip: forward work first, then what else a model costs. Exact figures in titles.
import { Quantity } from '@/app/_components/quantity';
import { integer } from '@/lib/core/format';
import type { Count } from '@/lib/flops/exact';
import type { Report, Total } from '@/lib/flops/report';

interface Figure {
  readonly label: string;
  readonly value: Count | null;
  readonly unit: string;
  /** Nodes that are missing in the value, which is then the least that it can be. */
  readonly unknownNodes?: number;
}

/** Where nothing is known, nothing is shown: a lower bound of 0 is no answer. */
const figureOf = (
  label: string,
  unit: string,
  { atLeast, unknownNodes }: Total,
  factor = 1n,
): Figure => ({
  label,
  value: unknownNodes > 0 && atLeast === 0 ? null : factor * BigInt(atLeast),
  unit,
  unknownNodes,
});

export function Totals({ report }: { report: Report }) {
  const { flops, macs, backwardMacs, otherOps } = report.totals;
  const totals: readonly Figure[] = [
    figureOf('Forward', 'FLOPs', flops),
    figureOf('MACs', 'MACs', macs),
    figureOf('Backward', 'FLOPs', backwardMacs, 2n),
    figureOf('Other operations', 'ops', otherOps),
    { label: 'Parameters', value: report.params, unit: '' },
    { label: 'Initialisers', value: report.initialisers, unit: '' },
    { label: 'Weights', value: report.weightBytes, unit: 'B' },
    { label: 'Peak activations', value: report.peakActivationBytes, unit: 'B' },
  ];
  const integers = report.integerOps !== 0;
  return (
    <dl
      className="mt-6 grid grid-cols-2 gap-x-6 gap-y-5 border-grey-2 border-y py-5 sm:grid-cols-4"
      data-testid="totals"
    >
      {totals.map(({ label, value, unit, unknownNodes = 0 }) => (
        <div key={label}>
          <dt className="text-grey-4 text-sm">{label}</dt>
          <dd className="text-lg" data-exact={value?.toString()}>
            {unknownNodes > 0 && value !== null && (
              <span className="text-grey-4 text-sm">at least </span>
            )}
            <Quantity
              value={value === null ? null : Number(value)}
              unit={unit}
              prefixed
              unknown="a shape on the way is not known"
            />
          </dd>
          {unknownNodes > 0 && (
            <dd className="text-grey-4 text-sm">{integer(unknownNodes)} nodes are not known</dd>
          )}
        </div>
      ))}
      {integers && (
        <div className="col-span-full text-grey-4 text-sm">
          Of the forward work,{' '}
          <Quantity value={Number(report.integerOps)} unit="operations" prefixed /> are integer
          arithmetic.
        </div>
      )}
    </dl>
  );
}
