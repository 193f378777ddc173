// How far a forgery came, and whether that is too far: onto the default board above 1.1 times what it proved, or to L2
// without the proof. What the board shows is the rate that it counts (`counted_ms`), not the one that was sent. Arithmetic
// that no proof can show may stand there, but without a rank.
import { isProvable } from '@/lib/submission/plausibility/rates';
import { PROOF_MARGIN } from '@/lib/submission/proof';
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

const countedGflops = ({ flops, countedMs }: StoredRow): number => (countedMs === null ? 0 : flops / (countedMs * 1e6));

/** On the default board stand measured rows of trust 1 and above. */
const onBoard = (row: StoredRow): boolean =>
  row.outcome === 'measured' && row.trustLevel >= 1 && row.countedMs !== null;

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
  if (suspicions.length > 0) return stopped('quarantined', [met, ...suspicions].filter(Boolean).join(', '));
  const stored = await client.read(id);
  if (stored === null) return stopped('refused', 'not readable');
  const shown = stored.rows.filter(onBoard);
  if (shown.length === 0) {
    const reasons = new Set(
      stored.rows.flatMap(({ outcome, trustReasons }) => (outcome === 'measured' ? trustReasons : [outcome])),
    );
    return stopped('L0', met ?? [...reasons].join(', '));
  }
  // What no proof can show is on the board without a rank, until networks agree on it.
  const open = shown.filter((row) => !isProvable(row));
  for (const row of open) {
    if (await client.isRanked(row)) {
      return { reached: true, ended: 'L1', reason: `${row.workload} on ${row.backend} has a rank without any proof` };
    }
  }
  const provable = shown.filter(isProvable);
  return provable.length === 0
    ? stopped('L1', 'provisional: too few networks agree')
    : shownEnding(provable, provenGflops);
}

function shownEnding(shown: readonly StoredRow[], provenGflops: Readonly<Record<string, number>>): Ending {
  const proven = ({ backend }: StoredRow): number => provenGflops[backend] ?? 0;
  const best = shown.reduce((a, b) => (countedGflops(b) * proven(a) > countedGflops(a) * proven(b) ? b : a));
  const boardGflops = countedGflops(best);
  const tooFast = boardGflops > PROOF_MARGIN * ROUNDING * proven(best);
  const unproved = shown.some((row) => row.trustLevel >= 2 && proven(row) === 0);
  return {
    reached: tooFast || unproved,
    ended: shown.some(({ trustLevel }) => trustLevel >= 2) ? 'L2' : 'L1',
    reason: `the board counts ${boardGflops.toFixed(1)} GFLOPS, ${proven(best).toFixed(1)} were proved`,
    boardGflops,
    provenGflops: proven(best),
  };
}
