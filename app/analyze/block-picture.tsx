// The model as a picture: blocks and layers as wide as their part of the work, what they hold below
// them (an icicle). A click or Enter makes a block the whole width; arrows walk, Escape goes back.
// The tree of layers below says the same as text.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { KeyboardEvent } from 'react';
import { memo } from '@/app/_client/preact-root';
import { Section } from '@/app/_components/section';
import { type IcicleCell, icicleCells } from '@/lib/charts/icicle';
import { duration, integer, percentToTenth, si } from '@/lib/core/format';
import type { Block } from '@/lib/flops/blocks';
import type { NodeTimes } from '@/lib/flops/profile';
import { timeOfBlock } from './node-times';

type Cell = IcicleCell<Block>;

interface Measure {
  readonly label: string;
  readonly weightOf: (block: Block) => number;
  readonly text: (block: Block) => string;
}

const MEASURES: readonly Measure[] = [
  {
    label: 'MACs',
    weightOf: ({ macs }) => Number(macs ?? 0),
    text: ({ macs, unknownMacs }) =>
      `${unknownMacs > 0 ? 'at least ' : ''}${macs === null ? 'unknown' : integer(macs)} MACs`,
  },
  {
    label: 'Parameters',
    weightOf: ({ params }) => params,
    text: ({ params }) => `${integer(params)} parameters`,
  },
  {
    label: 'Other operations',
    weightOf: ({ otherOps }) => Number(otherOps ?? 0),
    text: ({ otherOps }) => `${integer(otherOps)} other operations`,
  },
];

function timeMeasure(times: NodeTimes): Measure {
  const known = new Map<Block, number>();
  const timeOf = (block: Block): number => {
    const ms = known.get(block) ?? timeOfBlock(times, block);
    known.set(block, ms);
    return ms;
  };
  return { label: 'Time', weightOf: timeOf, text: (block) => duration(timeOf(block)) };
}

const ROW_PX = 26;
const MOST_ROWS = 9;
/** Cells narrower than this are not drawn. */
const LEAST_PX = 2;
const LABEL_PX = 36;
const CHARACTER_PX = 6.6;
const FIRST_WIDTH = 1024;

interface BlockPictureProps {
  readonly blocks: readonly Block[];
  readonly times: NodeTimes | null;
  readonly onSelect: (block: Block) => void;
}

export function BlockPicture({ blocks, times, onSelect }: BlockPictureProps) {
  const measures = useMemo(
    () => (times === null ? MEASURES : [...MEASURES, timeMeasure(times)]),
    [times],
  );
  const [chosen, setChosen] = useState('MACs');
  const measure = measures.find(({ label }) => label === chosen) ?? measures[0];
  /** From the outermost block to the one that has the whole width. */
  const [path, setPath] = useState<readonly Block[]>([]);
  useEffect(
    () => setPath((old) => (old[0] !== undefined && blocks.includes(old[0]) ? old : [])),
    [blocks],
  );
  const root = path.at(-1);
  const roots = useMemo(() => (root === undefined ? blocks : [root]), [blocks, root]);
  const [frame, width] = useWidth();
  const cells = useMemo(
    () =>
      icicleCells(roots, {
        weightOf: measure?.weightOf ?? (() => 0),
        childrenOf: ({ children }) => children,
        leastWidth: LEAST_PX / width,
        mostDepth: MOST_ROWS,
      }),
    [roots, measure, width],
  );
  const [at, setAt] = useState(0);
  const current = cells[Math.min(at, cells.length - 1)];
  const whole = roots.reduce((sum, block) => sum + (measure?.weightOf(block) ?? 0), 0);
  if (measure === undefined) return null;

  const open = (block: Block): void => {
    onSelect(block);
    if (block.children.length === 0 || block === root) return;
    setPath(pathTo(blocks, block) ?? []);
    setAt(0);
  };
  const walk = (event: KeyboardEvent): void => {
    const target = current === undefined ? null : step(cells, current, event.key);
    if (target !== null) setAt(target);
    else if (event.key === 'Enter' && current !== undefined) open(current.item);
    else if (event.key === 'Escape') setPath(path.slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <Section
      id="picture"
      title="Where the work is"
      aside={
        <label className="flex items-center gap-2">
          Width by
          <select
            className="field py-0"
            value={measure.label}
            onChange={({ target }) => setChosen(target.value)}
          >
            {measures.map(({ label }) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        </label>
      }
    >
      <nav
        aria-label="Shown block"
        className="mb-2 flex min-h-6 flex-wrap items-center gap-x-1 text-sm"
      >
        <button
          type="button"
          className="link"
          disabled={path.length === 0}
          onClick={() => setPath([])}
        >
          Whole model
        </button>
        {path.map((block, i) => (
          <span key={block.id} className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">
            <span aria-hidden="true" className="px-1 text-grey-4">
              ›
            </span>
            <button type="button" className="link" onClick={() => setPath(path.slice(0, i + 1))}>
              {block.label}
            </button>
          </span>
        ))}
      </nav>
      <div ref={frame}>
        {cells.length === 0 ? (
          <p className="text-grey-4 text-sm">
            Nothing here has any {measure.label}, as far as it is known.
          </p>
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: one stop for the keyboard, walked by arrows; no field set
          <div
            // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
            tabIndex={0}
            role="group"
            aria-label={`Blocks by ${measure.label}; arrows walk, Enter opens, Escape goes back`}
            aria-describedby="picture-cell"
            onKeyDown={walk}
          >
            <Icicle cells={cells} width={width} current={current} onPoint={setAt} onOpen={open} />
          </div>
        )}
      </div>
      <p
        id="picture-cell"
        aria-live="polite"
        className="mt-2 min-h-10 text-sm [overflow-wrap:anywhere]"
      >
        {current !== undefined && (
          <>
            <span className="font-mono text-xs">
              {current.item.node?.name ?? current.item.label}
            </span>{' '}
            <span className="text-grey-4">
              {current.item.node?.opType ?? `${integer(current.item.layers)} layers`} ·{' '}
              {measure.text(current.item)}
              {whole > 0 &&
                ` · ${percentToTenth(measure.weightOf(current.item) / whole)} of what is shown`}
            </span>
          </>
        )}
      </p>
    </Section>
  );
}

interface IcicleProps {
  readonly cells: readonly Cell[];
  readonly width: number;
  readonly current: Cell | undefined;
  readonly onPoint: (index: number) => void;
  readonly onOpen: (block: Block) => void;
}

function Icicle({ cells, width, current, onPoint, onOpen }: IcicleProps) {
  const rows = cells.reduce((most, { depth }) => Math.max(most, depth + 1), 0);
  const indexAt = (target: EventTarget): number =>
    Number((target as Element).getAttribute('data-cell') ?? -1);
  return (
    <svg
      aria-hidden="true"
      data-testid="icicle"
      width={width}
      height={rows * ROW_PX}
      className="block w-full cursor-pointer text-xs"
      onPointerMove={({ target }) => {
        const index = indexAt(target);
        if (index >= 0) onPoint(index);
      }}
      onClick={({ target }) => {
        const cell = cells[indexAt(target)];
        if (cell !== undefined) onOpen(cell.item);
      }}
    >
      <Cells cells={cells} width={width} />
      {current !== undefined && (
        <rect
          {...boxOf(current, width)}
          fill="none"
          stroke="var(--color-accent)"
          strokeWidth="2"
          pointerEvents="none"
        />
      )}
    </svg>
  );
}

const boxOf = ({ start, width: part, depth }: Cell, width: number) => ({
  x: start * width,
  y: depth * ROW_PX,
  width: Math.max(1, part * width - 1),
  height: ROW_PX - 1,
});

/** Thousands of shapes at most, drawn once and not at every move of the pointer. */
const Cells = memo(function Cells({ cells, width }: Pick<IcicleProps, 'cells' | 'width'>) {
  return cells.map((cell, i) => {
    const { item, start, depth } = cell;
    const wide = cell.width * width;
    return (
      <g key={item.id}>
        <rect
          data-cell={i}
          {...boxOf(cell, width)}
          fill={item.node === null ? 'var(--color-grey-2)' : 'var(--color-grey-1)'}
          stroke="var(--color-grey-3)"
          strokeWidth="0.5"
        />
        {wide > LABEL_PX && (
          <text
            x={start * width + 5}
            y={depth * ROW_PX + 17}
            fill="var(--color-ink)"
            pointerEvents="none"
          >
            {labelFor(item, wide)}
          </text>
        )}
      </g>
    );
  });
});

function labelFor({ label, node, times, macs }: Block, widthPx: number): string {
  const name = node === null ? label : `${label}${label === node.opType ? '' : ` ${node.opType}`}`;
  const repeated = times === null || times === 1 ? name : `${name} × ${integer(times)}`;
  const full = `${repeated}  ${macs === null || macs === 0 ? '' : si(Number(macs), '')}`.trim();
  const room = Math.floor((widthPx - 8) / CHARACTER_PX);
  if (full.length <= room) return full;
  return repeated.length <= room ? repeated : `${repeated.slice(0, Math.max(1, room - 1))}…`;
}

/** The cell to which a key leads; null where it leads nowhere. */
function step(cells: readonly Cell[], current: Cell, key: string): number | null {
  const indexOf = (cell: Cell | undefined): number | null =>
    cell === undefined ? null : cells.indexOf(cell);
  const middle = current.start + current.width / 2;
  const inRow = (depth: number): readonly Cell[] => cells.filter((cell) => cell.depth === depth);
  switch (key) {
    case 'ArrowRight':
      return indexOf(inRow(current.depth).find(({ start }) => start > current.start));
    case 'ArrowLeft':
      return indexOf(inRow(current.depth).findLast(({ start }) => start < current.start));
    case 'ArrowDown':
      return indexOf(
        inRow(current.depth + 1).find(
          ({ start }) => start >= current.start - 1e-9 && start < current.start + current.width,
        ),
      );
    case 'ArrowUp':
      return indexOf(
        inRow(current.depth - 1).find(
          ({ start, width }) => start <= middle && middle <= start + width,
        ),
      );
    default:
      return null;
  }
}

/** Blocks from the outermost to `wanted`. */
function pathTo(blocks: readonly Block[], wanted: Block): readonly Block[] | null {
  for (const block of blocks) {
    if (block === wanted) return [block];
    // Ids are paths: `0.3.1` stands in `0.3`.
    if (!wanted.id.startsWith(`${block.id}.`)) continue;
    const rest = pathTo(block.children, wanted);
    if (rest !== null) return [block, ...rest];
  }
  return null;
}

function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    if (frame.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0)
        setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return [frame, width] as const;
}
