// The same net at other precisions, batches and widths: what is saved, in FLOPs and in bytes.

import Link from 'next/link';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import type { ManifestEntry } from '@/lib/models/workload';

interface VariantTableProps {
  readonly current: string;
  readonly variants: readonly ManifestEntry[];
}

export function VariantTable({ current, variants }: VariantTableProps) {
  return (
    <div className="table-scroll">
      <table className="table">
        <TableHead
          columns={[
            'Variant',
            { number: 'Batch' },
            { number: 'Parameters' },
            { number: 'FLOPs' },
            { number: 'Weights' },
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
                  <Link href={`/models/${id}`} prefetch={false} className="hover:underline">
                    {id}
                  </Link>
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
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
