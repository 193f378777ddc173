// All layers: a tree that folds by block, sorted within each block, searched by name or operator. Rows past the limit are
// shown on demand, so that graphs of many thousand nodes stay quick.
import {
  columnFilteringFeature,
  createColumnHelper,
  createExpandedRowModel,
  createFilteredRowModel,
  createSortedRowModel,
  type ExpandedState,
  globalFilteringFeature,
  rowExpandingFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { integer } from '@/lib/core/format';
import { type Block, blocksOf } from '@/lib/flops/blocks';
import type { Count } from '@/lib/flops/exact';
import type { NodeReport } from '@/lib/flops/report';
import { firstShape } from '@/lib/flops/text';

const ROWS_AT_ONCE = 300;
/** Small graphs open at once. */
const OPEN_LIMIT = 30;

const features = tableFeatures({
  rowExpandingFeature,
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  expandedRowModel: createExpandedRowModel(),
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
});
const helper = createColumnHelper<typeof features, Block>();

const sortable = (count: Count | null): number => (count === null ? -1 : Number(count));

const columns = helper.columns([
  helper.accessor('label', { header: 'Layer', sortFn: (a, b) => compare(a.original.label, b.original.label) }),
  helper.accessor(({ node }) => node?.opType ?? '', {
    id: 'operator',
    header: 'Operator',
    sortFn: (a, b) => compare(a.original.node?.opType ?? '', b.original.node?.opType ?? ''),
  }),
  helper.accessor(({ node }) => (node === null ? '' : firstShape(node)), {
    id: 'output',
    header: 'Output',
    enableSorting: false,
  }),
  numeric('macs', 'MACs', ({ macs }) => macs),
  numeric('backward', 'Backward', ({ backwardMacs }) => backwardMacs),
  numeric('other', 'Other ops', ({ otherOps }) => otherOps),
  numeric('params', 'Params', ({ params }) => params),
]);

function numeric(id: string, header: string, of: (block: Block) => Count | null) {
  return helper.accessor((block) => sortable(of(block)), {
    id,
    header,
    sortDescFirst: true,
    enableGlobalFilter: false,
    sortFn: (a, b) => sortable(of(a.original)) - sortable(of(b.original)),
    cell: ({ row }) => integer(of(row.original)),
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const TEXT_COLUMNS = new Set(['label', 'operator', 'output']);

function matches(block: Block, words: string): boolean {
  const { node, label } = block;
  return `${label} ${node?.name ?? ''} ${node?.opType ?? ''}`.toLowerCase().includes(words);
}

export function LayerTable({ nodes }: { nodes: readonly NodeReport[] }) {
  const data = useMemo(() => [...blocksOf(nodes)], [nodes]);
  const [expanded, setExpanded] = useState<ExpandedState>(nodes.length <= OPEN_LIMIT ? true : {});
  const [sorting, setSorting] = useState<SortingState>([]);
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (block) => block.id,
    getSubRows: ({ children }) => [...children],
    // A search opens every block that holds a match.
    state: { expanded: search === '' ? expanded : true, sorting, globalFilter: search },
    onExpandedChange: setExpanded,
    onSortingChange: setSorting,
    onGlobalFilterChange: setSearch,
    globalFilterFn: (row, _, words) => matches(row.original, String(words).toLowerCase()),
    filterFromLeafRows: true,
    autoResetExpanded: false,
  });
  const { rows } = table.getRowModel();
  return (
    <>
      <div className="no-print mb-3 flex flex-wrap items-center gap-3">
        <input
          className="field w-full sm:w-72"
          type="search"
          placeholder="Search layers and operators"
          aria-label="Search layers and operators"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <button type="button" className="button-quiet" onClick={() => setExpanded(true)}>
          Open all
        </button>
        <button type="button" className="button-quiet" onClick={() => setExpanded({})}>
          Fold all
        </button>
      </div>
      <div className="table-scroll" data-testid="layers">
        <table className="table">
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      className={TEXT_COLUMNS.has(header.id) ? undefined : 'numeric'}
                      aria-sort={sorted === false ? undefined : sorted === 'asc' ? 'ascending' : 'descending'}
                    >
                      {header.column.getCanSort() ? (
                        <button
                          type="button"
                          className="inline-flex items-center gap-1 hover:text-ink"
                          onClick={header.column.getToggleSortingHandler()}
                        >
                          <table.FlexRender header={header} />
                          {sorted === 'asc' && <ArrowUp className="size-3" aria-hidden="true" />}
                          {sorted === 'desc' && <ArrowDown className="size-3" aria-hidden="true" />}
                        </button>
                      ) : (
                        <table.FlexRender header={header} />
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row) => (
              <tr key={row.id}>
                {row.getAllCells().map((cell) =>
                  cell.column.id === 'label' ? (
                    <th
                      key={cell.id}
                      scope="row"
                      style={{ paddingLeft: `${row.depth}rem` }}
                      title={row.original.node?.name}
                    >
                      <LayerLabel
                        block={row.original}
                        open={row.getCanExpand() ? row.getIsExpanded() : null}
                        onToggle={() => row.toggleExpanded()}
                      />
                    </th>
                  ) : (
                    <td
                      key={cell.id}
                      className={TEXT_COLUMNS.has(cell.column.id) ? 'whitespace-nowrap text-grey-4' : 'numeric'}
                      title={row.original.node?.reason ?? undefined}
                    >
                      <table.FlexRender cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="mt-3 text-grey-4 text-sm">No layer matches.</p>}
      {rows.length > limit && (
        <button type="button" className="button-quiet mt-3" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
          Show more ({integer(rows.length - limit)} hidden)
        </button>
      )}
    </>
  );
}

interface LayerLabelProps {
  readonly block: Block;
  /** Null for a layer, which has nothing to open. */
  readonly open: boolean | null;
  readonly onToggle: () => void;
}

function LayerLabel({ block, open, onToggle }: LayerLabelProps) {
  if (open === null) return <span className="whitespace-nowrap pl-5 font-mono text-xs">{block.label}</span>;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className="inline-flex items-center gap-1 whitespace-nowrap font-mono text-xs"
      aria-expanded={open}
      onClick={onToggle}
    >
      <Icon className="size-4 text-grey-4" aria-hidden="true" />
      {block.label}
      <span className="font-sans text-grey-4">{integer(block.layers)} layers</span>
    </button>
  );
}
