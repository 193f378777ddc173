// All layers: a tree that folds by block, largest first, searched by name or operator, with the
// bodies of If, Loop and Scan in their place. Rows are as high as each other and only those in
// sight are drawn, so that graphs of many thousand nodes stay quick.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ReactNode } from 'react';
import { duration, integer, percentToTenth, si } from '@/lib/core/format';
import type { Block } from '@/lib/flops/blocks';
import type { NodeTimes } from '@/lib/flops/profile';
import type { Report } from '@/lib/flops/report';
import { firstShape } from '@/lib/flops/text';
import { DownIcon, FoldedIcon, OpenIcon, UpIcon } from './icons';
import {
  around,
  type Column,
  DEFAULT_ORDER,
  type LayerRow,
  layerRows,
  type Order,
  openable,
} from './layer-rows';
import { timeOfBlock } from './node-times';
import { shareOfMacs } from './share';

const ROW_PX = 32;
const MARGIN_ROWS = 12;
/** Small graphs open at once. */
const OPEN_LIMIT = 30;

interface Head {
  readonly id: Column | 'output' | 'share';
  readonly label: string;
  readonly className: string;
  readonly cell: (block: Block) => ReactNode;
}

interface LayerTableProps {
  readonly report: Report;
  readonly blocks: readonly Block[];
  readonly times: NodeTimes | null;
  /** What was chosen here or in the picture; its row comes into sight. */
  readonly selected: Block | null;
  readonly onSelect: (block: Block) => void;
}

const exactOf = (count: number | bigint | null): string =>
  count === null ? 'not known' : integer(count);

/** A number in its prefix; exact where it is pointed at. */
function brief(count: number | bigint | null, atLeast = false): ReactNode {
  if (count === 0) return <span className="text-grey-4">0</span>;
  const figure = count === null ? '—' : si(Number(count), '').trim();
  return <span title={exactOf(count)}>{atLeast && count !== null ? `≥ ${figure}` : figure}</span>;
}

function headsOf(report: Report, times: NodeTimes | null): readonly Head[] {
  const number = 'numeric w-20';
  return [
    {
      id: 'operator',
      label: 'Operator',
      className: 'w-40 max-md:hidden',
      cell: ({ node }) => node?.opType ?? '',
    },
    {
      id: 'output',
      label: 'Output',
      className: 'w-44 max-lg:hidden',
      cell: ({ node }) => node !== null && <span className="font-mono">{firstShape(node)}</span>,
    },
    {
      id: 'macs',
      label: 'MACs',
      className: number,
      cell: ({ macs, unknownMacs }) => brief(macs, unknownMacs > 0),
    },
    {
      id: 'share',
      label: 'Share',
      className: 'numeric w-18 max-[26rem]:hidden',
      cell: ({ macs }) => {
        const share = shareOfMacs(macs, report);
        return share === null || share === 0 ? '' : percentToTenth(share);
      },
    },
    ...(times === null
      ? []
      : [
          {
            id: 'time',
            label: 'Time',
            className: number,
            cell: (block: Block) => timeText(times, block),
          } as const,
        ]),
    {
      id: 'backward',
      label: 'Backward',
      className: `${number} max-md:hidden`,
      cell: ({ backwardMacs }) => brief(backwardMacs),
    },
    {
      id: 'other',
      label: 'Other ops',
      className: `${number} max-sm:hidden`,
      cell: ({ otherOps }) => brief(otherOps),
    },
    {
      id: 'params',
      label: 'Params',
      className: `${number} max-sm:hidden`,
      cell: ({ params }) => brief(params),
    },
  ];
}

function timeText(times: NodeTimes, block: Block): string {
  const ms = timeOfBlock(times, block);
  return ms === 0 ? '' : duration(ms);
}

export function LayerTable({ report, blocks, times, selected, onSelect }: LayerTableProps) {
  const all = useMemo(() => openable(blocks), [blocks]);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(report.nodes.length <= OPEN_LIMIT ? all : []),
  );
  const [order, setOrder] = useState<Order>(DEFAULT_ORDER);
  const [search, setSearch] = useState('');
  const timeOf = useMemo(() => {
    const known = new Map<Block, number>();
    return (block: Block): number => {
      const ms = known.get(block) ?? (times === null ? 0 : timeOfBlock(times, block));
      known.set(block, ms);
      return ms;
    };
  }, [times]);
  const rows = useMemo(
    () => layerRows(blocks, { order, open, search, timeOf }),
    [blocks, order, open, search, timeOf],
  );
  const heads = useMemo(() => headsOf(report, times), [report, times]);

  // What is chosen in the picture is opened here.
  useEffect(() => {
    if (selected !== null) setOpen((old) => new Set([...old, ...around(selected)]));
  }, [selected]);
  const toggle = ({ id }: Block): void => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
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
        <button type="button" className="button-quiet" onClick={() => setOpen(new Set(all))}>
          Open all
        </button>
        <button type="button" className="button-quiet" onClick={() => setOpen(new Set())}>
          Fold all
        </button>
        <button
          type="button"
          className="button-quiet"
          aria-pressed={order.by === 'file'}
          onClick={() =>
            setOrder(order.by === 'file' ? DEFAULT_ORDER : { by: 'file', descending: false })
          }
        >
          {order.by === 'file' ? 'Largest first' : 'In file order'}
        </button>
      </div>
      <Rows
        rows={rows}
        heads={heads}
        order={order}
        selected={selected}
        onOrder={setOrder}
        onToggle={toggle}
        onSelect={onSelect}
      />
      {rows.length === 0 && <p className="mt-3 text-grey-4 text-sm">No layer matches.</p>}
    </>
  );
}

interface RowsProps {
  readonly rows: readonly LayerRow[];
  readonly heads: readonly Head[];
  readonly order: Order;
  readonly selected: Block | null;
  readonly onOrder: (order: Order) => void;
  readonly onToggle: (block: Block) => void;
  readonly onSelect: (block: Block) => void;
}

function Rows({ rows, heads, order, selected, onOrder, onToggle, onSelect }: RowsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [{ top, height }, setSight] = useState({ top: 0, height: 20 * ROW_PX });
  const look = (): void => {
    if (frame.current !== null)
      setSight({ top: frame.current.scrollTop, height: frame.current.clientHeight });
  };
  useEffect(look, []);
  // What is chosen comes into sight, here and nowhere else: the page stays where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows follow from what is open, which follows what is chosen
  useEffect(() => {
    const at = rows.findIndex(({ block }) => block.id === selected?.id);
    const box = frame.current;
    if (at < 0 || box === null) return;
    const [start, end] = [at * ROW_PX, (at + 2) * ROW_PX];
    if (start < box.scrollTop || end > box.scrollTop + box.clientHeight)
      box.scrollTop = Math.max(0, start - ROW_PX * 4);
  }, [selected, rows.length]);

  const first = Math.max(0, Math.floor(top / ROW_PX) - MARGIN_ROWS);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW_PX) + MARGIN_ROWS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div ref={frame} tabIndex={0} className="layer-frame" data-testid="layers" onScroll={look}>
      <table className="table layer-table" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <HeadCell
              head={{ id: 'label', label: 'Layer', className: '' }}
              order={order}
              onOrder={onOrder}
            />
            {heads.map((head) => (
              <HeadCell key={head.id} head={head} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Gap rows={first} />}
          {rows.slice(first, last).map((row, i) => (
            <tr
              key={row.block.id}
              aria-rowindex={first + i + 2}
              data-layer={row.block.id}
              className={row.block.id === selected?.id ? 'bg-grey-1' : undefined}
            >
              <th scope="row" style={{ paddingLeft: `${Math.min(row.depth, 10)}rem` }}>
                <LayerLabel row={row} onToggle={onToggle} onSelect={onSelect} />
              </th>
              {heads.map(({ id, className, cell }) => (
                <td key={id} className={className}>
                  {cell(row.block)}
                </td>
              ))}
            </tr>
          ))}
          {last < rows.length && <Gap rows={rows.length - last} />}
        </tbody>
      </table>
    </div>
  );
}

/** Rows that are out of sight. */
const Gap = ({ rows }: { readonly rows: number }) => (
  <tr data-gap="">
    <td style={{ height: rows * ROW_PX, padding: 0 }} />
  </tr>
);

interface HeadCellProps {
  readonly head: Pick<Head, 'id' | 'label' | 'className'>;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

const isText = (id: Head['id']): boolean => id === 'label' || id === 'operator';

function HeadCell({ head: { id, label, className }, order, onOrder }: HeadCellProps) {
  const sorted = order.by === id;
  if (id === 'output' || id === 'share') {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    );
  }
  const Icon = order.descending ? DownIcon : UpIcon;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className="inline-flex items-center gap-1 hover:text-ink"
        onClick={() => onOrder({ by: id, descending: sorted ? !order.descending : !isText(id) })}
      >
        {label}
        {sorted && <Icon className="size-3" />}
      </button>
    </th>
  );
}

interface LayerLabelProps {
  readonly row: LayerRow;
  readonly onToggle: (block: Block) => void;
  readonly onSelect: (block: Block) => void;
}

function LayerLabel({ row: { block, open }, onToggle, onSelect }: LayerLabelProps) {
  const { label, node, times, layers } = block;
  const name = (
    <>
      {label}
      {times !== null && <span className="text-grey-4"> × {integer(times)}</span>}
    </>
  );
  const Icon = open === true ? OpenIcon : FoldedIcon;
  return (
    <span className="flex items-center gap-1 whitespace-nowrap font-mono text-xs">
      {open === null ? (
        <span className="w-4 shrink-0" />
      ) : (
        <button
          type="button"
          aria-expanded={open}
          aria-label={`${open ? 'Fold' : 'Open'} ${label}`}
          onClick={() => onToggle(block)}
        >
          <Icon className="size-4 text-grey-4" />
        </button>
      )}
      <button
        type="button"
        className="min-w-0 truncate text-left hover:underline"
        title={node?.name ?? label}
        onClick={() => (node === null && open !== null ? onToggle(block) : onSelect(block))}
      >
        {name}
      </button>
      {node === null && <span className="font-sans text-grey-4">{integer(layers)}</span>}
    </span>
  );
}
