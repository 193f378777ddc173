// A ranking: rank, device (vendor small above), backend mark, a bar from 0 to p50 with its p10–p90 whisker, the number, n,
// and what the row may be trusted for. One axis for the whole list. On a phone each row takes two lines.
import type { ShownBackend } from '@/lib/core/backend';
import { integer, significant } from '@/lib/core/format';
import { PEOPLE_FOR_A_RANK } from '@/lib/standings/standing';
import { AgreementMark } from './agreement-mark';
import { BackendMark } from './backend-mark';
import { Bar } from './bar';
import { DeviceName } from './device-name';
import { Quantity } from './quantity';

export interface RankingRow {
  readonly key: string;
  readonly href: string;
  /** "3", or "3–6" where intervals overlap; null: provisional. */
  readonly rank: string | null;
  readonly device: string;
  readonly backend: ShownBackend;
  readonly p50: number;
  readonly p10: number;
  readonly p90: number;
  readonly people: number;
  /** Networks whose people agree; 0 where too few do. */
  readonly agreeing?: number;
  /** What stands beside the number: the rate of a model, the trust level. */
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

function people(count: number): string {
  return count === 1 ? '1 person' : `${integer(count)} people`;
}

const provisionalWords = ({ people: count }: RankingRow): string =>
  count < PEOPLE_FOR_A_RANK
    ? 'Provisional: fewer than three people'
    : 'Provisional: no proof can show this, and too few networks agree on it';

export function Ranking({ rows, unit, label }: RankingProps) {
  const max = Math.max(0, ...rows.map(({ p90 }) => p90));
  return (
    <ol aria-label={label} className="border-grey-3 border-t">
      {rows.map((row) => (
        <li
          key={row.key}
          aria-current={row.current ? 'true' : undefined}
          className="ranking-row border-grey-2 border-b py-2.5 text-sm aria-[current]:bg-grey-2"
        >
          <span
            className="ranking-rank font-mono text-grey-4 text-xs leading-5"
            title={row.rank === null ? provisionalWords(row) : undefined}
          >
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
            {...(row.people > 1 && { p10: row.p10, p90: row.p90 })}
            max={max}
            backend={row.backend}
          />
          <span className="ranking-number text-right">
            <Quantity value={row.p50} unit={unit} className="block text-base" />
            {row.people > 1 && (
              <span className="number block text-grey-4 text-xs">
                {significant(row.p10)}–{significant(row.p90)}
              </span>
            )}
          </span>
          <span className="ranking-people text-grey-4 text-xs">
            {people(row.people)}
            {row.agreeing !== undefined && row.agreeing > 0 && <AgreementMark networks={row.agreeing} />}
            {row.note !== undefined && <span className="hidden sm:block">{row.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
