// How much stands on the board at this moment, in one line.
import { integer } from '@/lib/core/format';
import type { BoardTotals } from '@/lib/db/board-totals';
import { DateTime } from './_components/date-time';

interface BoardNumbersProps {
  readonly totals: BoardTotals;
  readonly newest: Date;
}

const count = (value: number, one: string, many: string) => (
  <>
    <data value={value} className="number text-ink">
      {integer(value)}
    </data>{' '}
    {value === 1 ? one : many}
  </>
);

export function BoardNumbers({
  totals: { measurements, devices, workloads },
  newest,
}: BoardNumbersProps) {
  return (
    <p className="mt-10 text-grey-4 text-sm" data-testid="board-numbers">
      On the board: {count(measurements, 'measurement', 'measurements')} of{' '}
      {count(workloads, 'network or kernel', 'networks and kernels')} on{' '}
      {count(devices, 'device', 'devices')}, the newest of{' '}
      <DateTime at={newest} className="text-ink" />.
    </p>
  );
}
