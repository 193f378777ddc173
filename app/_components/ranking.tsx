// A ranking: rank, device (vendor small above), backend mark, a bar from 0 to p50 with its p10–p90
// whisker, the number, n, and what stands behind the row. Provisional rows come below a rule, with
// what they lack. One axis for the whole list. On a phone each row takes two lines.
import type { ShownBackend } from '@/lib/core/backend';
import { significant } from '@/lib/core/format';
import { votersWords } from '../voters';
import { AgreementMark } from './agreement-mark';
import { BackendMark } from './backend-mark';
import { Bar } from './bar';
import { DeviceName } from './device-name';
import { EvidenceMark, type EvidenceMarkProps } from './evidence-mark';
import { Quantity } from './quantity';

export interface RankingRow extends EvidenceMarkProps {
  readonly key: string;
  readonly href: string;
  /** "3", or "3–6" where intervals overlap; null: provisional. */
  readonly rank: string | null;
  readonly device: string;
  readonly backend: ShownBackend;
  readonly p50: number;
  readonly p10: number;
  readonly p90: number;
  /** What stands beside the number: the rate of a model. */
  readonly note?: string;
  /** The row that the page is about. */
  readonly current?: boolean;
}

interface RankingProps {
  readonly rows: readonly RankingRow[];
  readonly unit: string;
  /** Names the list for a screen reader: "ResNet-50, median time". */
  readonly label: string;
}

export function Ranking({ rows, unit, label }: RankingProps) {
  const max = Math.max(0, ...rows.map(({ p90 }) => p90));
  const ranked = rows.filter(({ rank }) => rank !== null);
  const provisional = rows.filter(({ rank }) => rank === null);
  return (
    <>
      {ranked.length > 0 && (
        <ol aria-label={label} className="border-grey-3 border-t">
          {ranked.map((row) => (
            <Row key={row.key} row={row} unit={unit} max={max} />
          ))}
        </ol>
      )}
      {provisional.length > 0 && (
        <>
          <p className="mt-4 mb-1 text-grey-4 text-xs">
            Provisional: not ranked until enough others confirm it
          </p>
          <ol
            aria-label={`${label}, provisional`}
            className="border-grey-4 border-t-2 border-dotted"
          >
            {provisional.map((row) => (
              <Row key={row.key} row={row} unit={unit} max={max} />
            ))}
          </ol>
        </>
      )}
    </>
  );
}

interface RowProps {
  readonly row: RankingRow;
  readonly unit: string;
  readonly max: number;
}

function Row({ row, unit, max }: RowProps) {
  const { networks, agreeing } = row.backing;
  return (
    <li
      aria-current={row.current ? 'true' : undefined}
      className="ranking-row border-grey-2 border-b py-2.5 text-sm aria-[current]:bg-grey-2"
    >
      <span className="ranking-rank font-mono text-grey-4 text-xs leading-5">
        {row.rank ?? '·'}
        {row.rank === null && <span className="sr-only">provisional</span>}
      </span>
      <a href={row.href} className="ranking-device min-w-0 hover:underline">
        <DeviceName name={row.device} />
      </a>
      <BackendMark
        backend={row.backend}
        className="ranking-backend whitespace-normal! text-xs leading-tight sm:text-sm"
      />
      <Bar
        className="ranking-bar"
        value={row.p50}
        {...(networks > 1 && { p10: row.p10, p90: row.p90 })}
        max={max}
        backend={row.backend}
      />
      <span className="ranking-number text-right">
        <Quantity value={row.p50} unit={unit} className="block text-base" />
        {networks > 1 && (
          <span className="number block text-grey-4 text-xs">
            {significant(row.p10)}–{significant(row.p90)}
          </span>
        )}
      </span>
      <span className="ranking-people text-grey-4 text-xs">
        {row.evidence !== 'provisional' && votersWords(networks)}
        {agreeing > 0 && !row.disputed && <AgreementMark networks={agreeing} />}
        <EvidenceMark backing={row.backing} evidence={row.evidence} disputed={row.disputed} />
        {row.note !== undefined && <span className="hidden sm:block">{row.note}</span>}
      </span>
    </li>
  );
}
