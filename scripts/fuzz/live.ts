// What a request needs so that it comes further than "unknown" or "used": a challenge, a proof that
// was started or committed. Each is good for one run or one opening, so a fuzzer needs as many as
// its requests use up.
import type { ProofStart } from '@/lib/submission/proof';
import { askChallenge } from '@/scripts/client/api';
import { proofClient } from '@/scripts/client/prover';
import { SUBMITTER_KEY } from '@/scripts/client/submission';

export type Stage = 'issued' | 'started' | 'committed';

export interface Live {
  readonly ticket: string;
  readonly goldenIndex: number;
  /** Of a proof; of none where only a challenge was issued. */
  readonly proof: string;
}

/** Names what nobody has. */
export const NOTHING_LIVE: Live = {
  ticket: '',
  goldenIndex: 0,
  proof: '00000000-0000-4000-8000-000000000000',
};

async function granted<T>(asked: Promise<Response>): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(`nothing live: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export async function makeLive(url: string, stage: Stage): Promise<Live> {
  const { ticket, goldenIndex } = await askChallenge(url);
  if (stage === 'issued') return { ...NOTHING_LIVE, ticket, goldenIndex };
  const proofs = proofClient(url);
  const submitterKey = SUBMITTER_KEY;
  const { id } = await granted<ProofStart>(
    proofs.start({ ticket, submitterKey, backend: 'wasm', n: 128 }),
  );
  if (stage === 'committed')
    await granted(proofs.commit(id, { submitterKey, batches: 1, root: 'ab'.repeat(32) }));
  return { ticket, goldenIndex, proof: id };
}
