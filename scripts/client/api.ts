// The write side of the API as a client uses it.
import type { ManifestEntry } from '@/lib/models/workload';
import { clientMs } from '@/lib/submission/plausibility/times';
import { provenShareOf } from '@/lib/submission/proven-share';
import type { ChallengeResponse, RunSubmission } from '@/lib/submission/schema';
import { prove } from './prover';
import { gflopsOf, honestSubmission, SUBMITTER_KEY, WASM_GFLOPS } from './submission';

const JSON_HEADERS = { 'Content-Type': 'application/json' };

export async function askChallenge(
  url: string,
  suite = 'smoke',
  submitterKey = SUBMITTER_KEY,
): Promise<ChallengeResponse> {
  const response = await fetch(`${url}/api/v1/challenges`, {
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify({ suite, submitterKey }),
  });
  if (response.status !== 201)
    throw new Error(`challenge: ${response.status} ${await response.text()}`);
  return (await response.json()) as ChallengeResponse;
}

export const postRun = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/api/v1/runs`, {
    method: 'POST',
    headers: JSON_HEADERS,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/**
 * A fresh challenge and an honest submission for it, as long after it as the run would have taken.
 */
export async function prepareRun(
  url: string,
  entries: readonly ManifestEntry[],
): Promise<RunSubmission> {
  const { ticket, goldenIndex } = await askChallenge(url);
  const submission = honestSubmission(entries, ticket, goldenIndex);
  await new Promise((resolve) => setTimeout(resolve, clientMs({ submission })));
  return submission;
}

/**
 * The rate that attests whatever the fixture measures of these: nets reach a share of what is
 * proved only.
 */
function provenGflopsFor(entries: readonly ManifestEntry[]): number {
  const needed = entries.map(
    (entry) => gflopsOf(entry) / (provenShareOf(entry, 'wasm') ?? Number.POSITIVE_INFINITY),
  );
  return Math.max(WASM_GFLOPS, ...needed);
}

/**
 * The same with a proof that supports what the fixture measures: its rows are attested, and on the
 * board.
 */
export async function prepareProvenRun(
  url: string,
  entries: readonly ManifestEntry[],
): Promise<RunSubmission> {
  const submission = await prepareRun(url, entries);
  const { ticket, submitterKey } = submission;
  const { response } = await prove(
    url,
    { ticket, submitterKey, backend: 'wasm' },
    1,
    provenGflopsFor(entries),
  );
  if (!response.ok) throw new Error(`proof: ${response.status} ${await response.text()}`);
  return submission;
}
