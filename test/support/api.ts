// The write side of the API as a client uses it.
import type { ManifestEntry } from '@/lib/models/workload';
import { clientMs } from '@/lib/submission/plausibility/times';
import type { ChallengeResponse, RunSubmission } from '@/lib/submission/schema';
import { prove } from './prover';
import { honestSubmission, SUBMITTER_KEY, WASM_GFLOPS } from './submission';

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
  if (response.status !== 201) throw new Error(`challenge: ${response.status} ${await response.text()}`);
  return (await response.json()) as ChallengeResponse;
}

export const postRun = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/api/v1/runs`, {
    method: 'POST',
    headers: JSON_HEADERS,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** A fresh challenge and an honest submission for it, as long after it as the run would have taken. */
export async function prepareRun(url: string, entries: readonly ManifestEntry[]): Promise<RunSubmission> {
  const { ticket, goldenIndex } = await askChallenge(url);
  const submission = honestSubmission(entries, ticket, goldenIndex);
  await new Promise((resolve) => setTimeout(resolve, clientMs({ submission })));
  return submission;
}

/** The same with a proof of what the fixture's WASM is said to reach: its rows are attested, and on the board. */
export async function prepareProvenRun(url: string, entries: readonly ManifestEntry[]): Promise<RunSubmission> {
  const submission = await prepareRun(url, entries);
  const { ticket, submitterKey } = submission;
  const { response } = await prove(url, { ticket, submitterKey, backend: 'wasm' }, 1, WASM_GFLOPS);
  if (!response.ok) throw new Error(`proof: ${response.status} ${await response.text()}`);
  return submission;
}
