// The filters of a board as a form that needs no scripts: each select is one field of the address.
import { Choice, type Option } from '@/app/_components/choice';
import { BACKEND_LABELS, BACKENDS } from '@/lib/core/backend';
import type { BoardFacets } from '@/lib/db/board-facets';
import type { ManifestEntry } from '@/lib/models/workload';
import {
  type BoardChoice,
  boardHref,
  isFiltered,
  SORTS,
  TRUSTS,
  type TrustChoice,
} from '@/lib/views/board-choice';

interface BoardFormProps {
  readonly entry: ManifestEntry;
  /** The same net at every precision, this one included. */
  readonly precisions: readonly ManifestEntry[];
  readonly choice: BoardChoice;
  readonly facets: BoardFacets;
}

const SORT_LABELS = {
  time: 'Speed',
  networks: 'Networks',
  spread: 'Least spread',
} as const satisfies Record<(typeof SORTS)[number], string>;
const TRUST_LABELS = {
  1: 'Consistent or attested',
  2: 'Attested',
  agreeing: 'Agreed on',
  unverified: 'Unverified',
} as const satisfies Record<TrustChoice, string>;
const TRUST = TRUSTS.map(
  (trust): Option => [trust === 1 ? '' : String(trust), TRUST_LABELS[trust]],
);
const THREADS: readonly Option[] = [
  ['', 'All asked for'],
  ['one', 'One'],
];
const BACKEND_OPTIONS: readonly Option[] = [
  ['', 'All'],
  ...BACKENDS.map((backend) => [backend, BACKEND_LABELS[backend]] as const),
];

const anyOf = (values: readonly string[]): Option[] => [
  ['', 'All'],
  ...values.map((value): Option => [value, value]),
];

export function BoardForm({ entry, precisions, choice, facets }: BoardFormProps) {
  const { view, backend, threads, trust, software, sort } = choice;
  return (
    <search className="no-print mb-4">
      {precisions.length > 1 && (
        <nav aria-label="Precision" className="mb-3 flex flex-wrap items-baseline gap-x-4 text-sm">
          <span className="text-grey-4 text-xs">Precision</span>
          {precisions.map(({ id, precision }) => (
            <a
              key={id}
              href={`${boardHref(id, choice)}#board`}
              aria-current={id === entry.id ? 'page' : undefined}
              className="inline-flex min-h-8 items-center border-transparent border-b-2 text-grey-4 hover:text-ink aria-[current]:border-ink aria-[current]:text-ink"
            >
              {precision}
            </a>
          ))}
        </nav>
      )}
      <form
        action={`/models/${entry.id}#board`}
        className="flex flex-wrap items-end gap-x-3 gap-y-2"
      >
        {view === 'records' && <input type="hidden" name="view" value="records" />}
        <Choice name="backend" label="Backend" value={backend} options={BACKEND_OPTIONS} />
        <Choice
          name="threads"
          label="WASM threads"
          value={threads === 'one' ? 'one' : ''}
          options={THREADS}
        />
        <Choice
          name="trust"
          label="Trust"
          value={trust === 1 ? '' : String(trust)}
          options={TRUST}
        />
        {view === 'board' && trust !== 'unverified' && (
          <Choice
            name="sort"
            label="Order"
            value={sort}
            options={SORTS.map((name) => [name, SORT_LABELS[name]])}
          />
        )}
        <details className="basis-full" open={Object.values(software).some(Boolean)}>
          <summary className="text-grey-4 text-sm">System, browser, form, runtime</summary>
          <div className="mt-2 flex flex-wrap items-end gap-x-3 gap-y-2">
            <Choice name="os" label="System" value={software.os} options={anyOf(facets.os)} />
            <Choice
              name="browser"
              label="Browser"
              value={software.browser}
              options={anyOf(facets.browser)}
            />
            <Choice name="form" label="Form" value={software.form} options={anyOf(facets.form)} />
            <Choice
              name="ort"
              label="Runtime"
              value={software.ortVersion}
              options={anyOf(facets.ortVersion)}
            />
          </div>
        </details>
        <button type="submit" className="button-quiet">
          Show
        </button>
        {isFiltered(choice) && (
          <a
            href={`/models/${entry.id}#board`}
            className="link inline-flex min-h-10 items-center text-sm"
          >
            Clear
          </a>
        )}
      </form>
    </search>
  );
}
