// How far a forgery came, and whether that is too far: onto the default board above 1.1 times what it proved, or to L2
// without the proof.
import type { Answer, Client, StoredRow } from './client';

export type Reached = 'refused' | 'quarantined' | 'L0' | 'L1' | 'L2';

export interface AttackResult {
  readonly name: string;
  readonly reached: Reached;
  /** The code it met; for what was let through, why that is no harm. */
  readonly reason: string;
  /** The fastest rate that reached the board, and what was proved on its backend; absent where none did. */
  readonly boardGflops?: number;
  readonly provenGflops?: number;
}

const MARGIN = 1.1;

/** On the default board stand measured rows of trust 1 and above. */
const onBoard = (row: StoredRow): boolean => row.outcome === 'measured' && row.trustLevel >= 1 && row.gflops !== null;

/**
 * What became of an answer. `provenGflops` is what the forger's own honest work shows on `backend`, by the proof that it
 * handed in; a forger without one has proved nothing.
 */
export async function resultOf(
  client: Client,
  name: string,
  answer: Answer,
  provenGflops: Readonly<Record<string, number>> = {},
): Promise<AttackResult> {
  if (answer.status === 429)
    throw new Error(`${name} met a rate limit, which proves nothing: start the server with --lab`);
  if (answer.code !== null) return { name, reached: 'refused', reason: answer.code };
  if (answer.id === null) return { name, reached: 'refused', reason: `status-${answer.status}` };
  if (answer.suspicions.length > 0)
    return { name, reached: 'quarantined', reason: [answer.met, ...answer.suspicions].filter(Boolean).join(', ') };
  const stored = await client.read(answer.id);
  if (stored === null) return { name, reached: 'refused', reason: 'not readable' };
  const shown = stored.rows.filter(onBoard);
  if (shown.length === 0) {
    const reasons = new Set(
      stored.rows.flatMap(({ outcome, trustReasons }) => (outcome === 'measured' ? trustReasons : [outcome])),
    );
    return { name, reached: 'L0', reason: answer.met ?? [...reasons].join(', ') };
  }
  const ratio = ({ backend, gflops }: StoredRow): number => (gflops ?? 0) / (provenGflops[backend] ?? 0);
  const best = shown.reduce((a, b) => (ratio(b) > ratio(a) ? b : a));
  return {
    name,
    reached: shown.some(({ trustLevel }) => trustLevel >= 2) ? 'L2' : 'L1',
    reason: `${(best.gflops ?? 0).toFixed(1)} GFLOPS shown, ${(provenGflops[best.backend] ?? 0).toFixed(1)} proved`,
    boardGflops: best.gflops ?? 0,
    provenGflops: provenGflops[best.backend] ?? 0,
  };
}

/** Why the result is one that must not be; null where it is as it should be. */
export function harmOf({ reached, boardGflops, provenGflops = 0 }: AttackResult): string | null {
  if (reached === 'L2' && provenGflops === 0) return 'reached L2 without a proof';
  if (boardGflops !== undefined && boardGflops > MARGIN * provenGflops)
    return `on the board at ${boardGflops.toFixed(1)} GFLOPS with ${provenGflops.toFixed(1)} proved`;
  return null;
}
