// How far a forgery came, and whether that is too far: attested on the default board above what its proof
// supports for that class of work, or ranked there without a proof. Work that no proof speaks of may stand
// there, but without a rank.
import { attestedGflops } from '@/lib/submission/proven-share';
import type { Answer, Client, StoredRow } from './client';

export interface AttackResult {
  readonly name: string;
  /** Whether it came too far. */
  readonly reached: boolean;
  /** The code it met; for what was let through, why that is no harm. */
  readonly reason: string;
  readonly ended: 'refused' | 'quarantined' | 'L0' | 'L1' | 'L2';
  /** The fastest rate on the board, 10⁹ FLOP/s, and what was proved on its backend; absent where none is there. */
  readonly boardGflops?: number;
  readonly provenGflops?: number;
}

type Ending = Omit<AttackResult, 'name'>;

/** Of a bound that is a product of floats itself. */
const ROUNDING = 1 + 1e-9;

const boardGflopsOf = ({ flops, medianMs }: StoredRow): number => (medianMs === null ? 0 : flops / (medianMs * 1e6));

const isAttestable = ({ provenShare }: StoredRow): boolean => provenShare !== null;

/**
 * On the default board stand measured rows of trust 1 and above that are not poor; those that a proof
 * can speak of only where it does.
 */
const onBoard = (row: StoredRow): boolean =>
  row.outcome === 'measured' &&
  row.qualityGrade !== 'poor' &&
  row.trustLevel >= (isAttestable(row) ? 2 : 1) &&
  row.medianMs !== null;

const stopped = (ended: Ending['ended'], reason: string): Ending => ({ reached: false, ended, reason });

/**
 * What became of an answer. `provenGflops` is what the forger's own honest work shows on each backend, by the proof that it
 * handed in; a forger without one has proved nothing.
 */
export async function resultOf(
  client: Client,
  name: string,
  answer: Answer,
  provenGflops: Readonly<Record<string, number>>,
): Promise<AttackResult> {
  if (answer.status === 429)
    throw new Error(`${name} met a rate limit, which proves nothing: start the server with --lab`);
  return { name, ...(await endingOf(client, answer, provenGflops)) };
}

async function endingOf(
  client: Client,
  { status, code, id, suspicions, met }: Answer,
  provenGflops: Readonly<Record<string, number>>,
): Promise<Ending> {
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
      stored.rows.flatMap(({ outcome, trustReasons }) => (outcome === 'measured' ? trustReasons : [outcome])),
    );
    return stopped('L0', met ?? [...reasons].join(', '));
  }
  // What no proof can show is on the board without a rank, until networks agree on it.
  const open = shown.filter((row) => !isAttestable(row));
  for (const row of open) {
    if (await client.isRanked(row)) {
      return { reached: true, ended: 'L1', reason: `${row.workload} on ${row.backend} has a rank without any proof` };
    }
  }
  const attested = shown.filter(isAttestable);
  return attested.length === 0
    ? stopped('L1', 'provisional: too few networks agree')
    : shownEnding(attested, provenGflops);
}

function shownEnding(shown: readonly StoredRow[], provenGflops: Readonly<Record<string, number>>): Ending {
  const proven = ({ backend }: StoredRow): number => provenGflops[backend] ?? 0;
  const bound = (row: StoredRow): number => attestedGflops(row.provenShare ?? 0, proven(row));
  const best = shown.reduce((a, b) => (boardGflopsOf(b) * bound(a) > boardGflopsOf(a) * bound(b) ? b : a));
  const boardGflops = boardGflopsOf(best);
  return {
    reached: boardGflops > ROUNDING * bound(best),
    ended: 'L2',
    reason: `the board shows ${boardGflops.toFixed(1)} GFLOPS, ${bound(best).toFixed(1)} are supported by what was proved`,
    boardGflops,
    provenGflops: proven(best),
  };
}
