// Precision and order of the list, as a form that needs no scripts.
import { LIST_SORTS, type ListChoice, PRECISIONS } from '@/lib/views/list-choice';

const SORT_LABELS = {
  title: 'Name',
  flops: 'FLOPs',
  params: 'Parameters',
  networks: 'Networks',
} as const satisfies Record<(typeof LIST_SORTS)[number], string>;

export function ListForm({ choice: { precision, sort } }: { readonly choice: ListChoice }) {
  return (
    <search className="no-print">
      <form action="/models" className="flex flex-wrap items-end gap-3">
        <label className="grid gap-1 text-grey-4 text-xs">
          Precision
          <select
            name="precision"
            defaultValue={precision ?? ''}
            className="field min-w-28 text-ink"
          >
            <option value="">All</option>
            {PRECISIONS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label className="grid gap-1 text-grey-4 text-xs">
          Order
          <select name="sort" defaultValue={sort} className="field min-w-28 text-ink">
            {LIST_SORTS.map((name) => (
              <option key={name} value={name}>
                {SORT_LABELS[name]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button-quiet">
          Show
        </button>
      </form>
    </search>
  );
}
