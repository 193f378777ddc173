// How far a forgery came, and whether that is too far: attested on the default board above what its
// proof supports for that class of work, or ranked there without a proof. Work that no proof speaks
// of may stand there, but without a rank.
import { gflopsOf } from '@/lib/core/rate';
import { attestedGflops } from '@/lib/submission/proven-share';
import type { Answer, Client, StoredRow } from './client';
import type { Attack } from './kinds';
import type { Met } from './met';

export interface AttackResult {
  readonly name: string;
  readonly kind: string;
  /** What stops its kind. */
  readonly rule: string;
  /** Whether it came too far. */
  readonly reached: boolean;
  /** The code it met; for what was let through, why that is no harm. */
  readonly reason: string;
  /** False where it was stopped by something else, which says nothing of the rule. */
  readonly expected: boolean;
  /** `held`: it was no run, and did what it was to do to nobody. */
  readonly ended: 'refused' | 'quarantined' | 'L0' | 'L1' | 'L2' | 'held' | 'harm';
  /**
   * The fastest rate on the board, 10⁹ FLOP/s, and what was proved on its backend; absent where
   * none is there.
   */
  readonly boardGflops?: number;
  readonly provenGflops?: number;
}

type Ending = Omit<AttackResult, 'name' | 'kind' | 'rule' | 'expected'>;

/** Of a bound that is a product of floats itself. */
const ROUNDING = 1 + 1e-9;

const boardGflopsOf = ({ flops, medianMs }: StoredRow): number =>
  medianMs === null ? 0 : gflopsOf(flops, medianMs);

const isAttestable = ({ provenShare }: StoredRow): boolean => provenShare !== null;

/**
 * On the default board stand measured rows of trust 1 and above that are not poor; those that a
 * proof can speak of only where it does.
 */
export const onBoard = (row: StoredRow): boolean =>
  row.outcome === 'measured' &&
  row.qualityGrade !== 'poor' &&
  row.trustLevel >= (isAttestable(row) ? 2 : 1) &&
  row.medianMs !== null;

const stopped = (ended: Ending['ended'], reason: string): Ending => ({
  reached: false,
  ended,
  reason,
});

/**
 * What became of an attack. `provenGflops` is what the forger's own honest work shows on each
 * backend, by the proof that it handed in; a forger without one has proved nothing.
 */
export async function resultOf(
  client: Client,
  { name, kind, rule, endings }: Attack,
  answer: Answer | Met,
  provenGflops: Readonly<Record<string, number>>,
): Promise<AttackResult> {
  const ending =
    'harm' in answer ? metEnding(answer) : await endingOf(client, name, answer, provenGflops);
  const expected = endings.test(`${ending.ended}: ${ending.reason}`);
  return { name, kind, rule, expected, ...ending };
}

const metEnding = ({ harm: reached, reason }: Met): Ending => ({
  reached,
  ended: reached ? 'harm' : 'held',
  reason,
});

async function endingOf(
  client: Client,
  name: string,
  { status, code, id, suspicions, met }: Answer,
  provenGflops: Readonly<Record<string, number>>,
): Promise<Ending> {
  if (status === 429)
    throw new Error(`${name} met a rate limit, which proves nothing: start the server with --lab`);
  if (code !== null) return stopped('refused', code);
  if (id === null) return stopped('refused', `status-${status}`);
  const stored = await client.read(id);
  if (stored === null) return stopped('refused', 'not readable');
  const shown = stored.rows.filter(onBoard);
  // A row may wait while the others of its run count: those are judged like any other.
  if (suspicions.length > 0 && shown.length === 0)
    return stopped('quarantined', [met, ...suspicions].filter(Boolean).join(', '));
  if (shown.length === 0) {
    const reasons = new Set(
      stored.rows.flatMap(({ outcome, trustReasons }) =>
        outcome === 'measured' ? trustReasons : [outcome],
      ),
    );
    return stopped('L0', met ?? [...reasons].join(', '));
  }
  // Each forger has cells of its own: a rank there was made by one person's claims.
  for (const row of shown) {
    if (await client.isRanked(row))
      return {
        reached: true,
        ended: 'harm',
        reason: `${row.workload} on ${row.backend} has a rank`,
      };
  }
  const attested = shown.filter(isAttestable);
  return attested.length === 0
    ? stopped('L1', 'provisional: too few networks agree')
    : shownEnding(attested, provenGflops);
}

function shownEnding(
  shown: readonly StoredRow[],
  provenGflops: Readonly<Record<string, number>>,
): Ending {
  const proven = ({ backend }: StoredRow): number => provenGflops[backend] ?? 0;
  const bound = (row: StoredRow): number => attestedGflops(row.provenShare ?? 0, proven(row));
  const best = shown.reduce((a, b) =>
    boardGflopsOf(b) * bound(a) > boardGflopsOf(a) * bound(b) ? b : a,
  );
  const boardGflops = boardGflopsOf(best);
  return {
    reached: boardGflops > ROUNDING * bound(best),
    ended: 'L2',
    reason: `the board shows ${boardGflops.toFixed(1)} GFLOPS, ${bound(best).toFixed(1)} are supported by what was proved`,
    boardGflops,
    provenGflops: proven(best),
  };
}
