// The totals strip: forward work first, then what else a model costs. Exact figures in titles.
import { Quantity } from '@/app/_components/quantity';
import type { Count } from '@/lib/flops/exact';
import type { Report } from '@/lib/flops/report';

interface Total {
  readonly label: string;
  readonly value: Count | null;
  readonly unit: string;
}

export function Totals({ report }: { report: Report }) {
  const totals: readonly Total[] = [
    { label: 'Forward', value: report.flops, unit: 'FLOPs' },
    { label: 'MACs', value: report.macs, unit: 'MACs' },
    { label: 'Backward', value: 2n * BigInt(report.backwardMacs), unit: 'FLOPs' },
    { label: 'Other operations', value: report.otherOps, unit: 'ops' },
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
      {totals.map(({ label, value, unit }) => (
        <div key={label}>
          <dt className="text-grey-4 text-sm">{label}</dt>
          <dd className="text-lg" data-exact={value?.toString()}>
            <Quantity
              value={value === null ? null : Number(value)}
              unit={unit}
              prefixed
              unknown="a shape on the way is not known"
            />
          </dd>
        </div>
      ))}
      {integers && (
        <div className="col-span-full text-grey-4 text-sm">
          Of the forward work, <Quantity value={Number(report.integerOps)} unit="operations" prefixed /> are integer
          arithmetic.
        </div>
      )}
    </dl>
  );
}
