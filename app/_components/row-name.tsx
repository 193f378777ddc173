// What a row of a run is called: the workload, and below it where and how it ran.
import { BackendMark } from '@/app/_components/backend-mark';
import { MODE_WORDS } from '@/lib/bench/mode';
import type { MeasurementView } from '@/lib/views/run-view';

function threadsOf({ threads, backend }: MeasurementView): string | null {
  if (backend !== 'wasm' || threads.got === null) return null;
  const got = threads.got === 1 ? '1 thread' : `${threads.got} threads`;
  return threads.got === threads.wanted ? got : `${got} of ${threads.wanted} wanted`;
}

export function RowName({ row }: { readonly row: MeasurementView }) {
  return (
    <th scope="row">
      <span className="block font-medium">{row.workload.title}</span>
      <span className="mt-0.5 flex flex-wrap gap-x-3 text-grey-4 text-xs">
        <BackendMark backend={row.backend} />
        <span>{threadsOf(row)}</span>
        <span>{MODE_WORDS[row.mode]}</span>
      </span>
    </th>
  );
}
