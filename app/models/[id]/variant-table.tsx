// The same net at other precisions, batches and widths: what is saved in FLOPs and in bytes, and
// what that does to real time.
import { Quantity } from '@/app/_components/quantity';
import { RatioValue } from '@/app/_components/ratio-value';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { BACKEND_LABELS, type Backend } from '@/lib/core/backend';
import type { ManifestEntry } from '@/lib/models/workload';
import { timeKey, type VariantTime, type VariantTimes } from './variant-times';

/** Times are shown of those that rank most networks. */
const TIMED_ON = ['wasm', 'webgpu'] as const satisfies readonly Backend[];

interface VariantTableProps {
  readonly current: string;
  /** The first is what times are compared with. */
  readonly variants: readonly ManifestEntry[];
  readonly times: VariantTimes;
}

function Time({ time }: { readonly time: VariantTime | undefined }) {
  if (time === undefined) return '—';
  const { ratio, devices } = time;
  return <RatioValue ratio={ratio} unknown={devices === 1 ? '1 device' : `${devices} devices`} />;
}

export function VariantTable({ current, variants, times }: VariantTableProps) {
  const [base] = variants;
  return (
    <TableScroll>
      <table className="table">
        <TableHead
          columns={[
            'Variant',
            { number: 'Batch' },
            { number: 'Parameters' },
            { number: 'FLOPs' },
            { number: 'Weights' },
            ...TIMED_ON.map((backend) => ({ number: `Time, ${BACKEND_LABELS[backend]}` })),
          ]}
        />
        <tbody>
          {variants.map(({ id, batch, params, flops, weightBytes }) => (
            <tr key={id}>
              <th scope="row">
                {id === current ? (
                  <span aria-current="page" className="font-medium">
                    {id}
                  </span>
                ) : (
                  <a href={`/models/${id}`} className="hover:underline">
                    {id}
                  </a>
                )}
              </th>
              <td className="numeric">{batch}</td>
              <td className="numeric">
                <Quantity value={params} unit="" prefixed />
              </td>
              <td className="numeric">
                <Quantity value={flops} unit="" prefixed />
              </td>
              <td className="numeric">
                <Quantity value={weightBytes} unit="B" prefixed />
              </td>
              {TIMED_ON.map((backend) => (
                <td key={backend} className="numeric">
                  {id === base.id ? '1 ×' : <Time time={times.get(timeKey(id, backend))} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-grey-4 text-xs">
        Time of one run over that of <code>{base.id}</code>, from pairs measured within one run;
        median over devices.
      </p>
    </TableScroll>
  );
}
