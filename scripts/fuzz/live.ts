// What a request needs so that it comes further than "unknown" or "used": a challenge, a proof that was started or committed.
// Each is good for one run or one opening, so a fuzzer needs as many as its requests use up.
import { askChallenge } from '@/test/support/api';
import { SUBMITTER_KEY } from '@/test/support/submission';

export type Stage = 'issued' | 'started' | 'committed';

export interface Live {
  readonly ticket: string;
  readonly goldenIndex: number;
  /** Of a proof; of none where only a challenge was issued. */
  readonly proof: string;
}

/** Names what nobody has. */
export const NOTHING_LIVE: Live = { ticket: '', goldenIndex: 0, proof: '00000000-0000-4000-8000-000000000000' };

async function post(url: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ submitterKey: SUBMITTER_KEY, ...(body as object) }),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

export async function makeLive(url: string, stage: Stage): Promise<Live> {
  const { ticket, goldenIndex } = await askChallenge(url);
  if (stage === 'issued') return { ...NOTHING_LIVE, ticket, goldenIndex };
  const { id } = await post(`${url}/api/v1/proofs`, { ticket, backend: 'wasm', n: 128 });
  if (stage === 'committed') {
    await post(`${url}/api/v1/proofs/${id}/commit`, { batches: 1, root: 'ab'.repeat(32) });
  }
  return { ticket, goldenIndex, proof: String(id) };
}
