// Who publishes: a random key of this browser, and what it can do besides publishing, which is to
// take runs back.
import { err, ok, type Result } from '@/lib/core/result';
import type { BrowserStore } from './browser-store';
import { type Refusal, refusalOf, unreachable } from './refusal';
import { within } from './stages';

const KEY_STORE = 'flopmark.submitter';

/** Whether a text has the form of a key: 32 bytes in base64url. */
export const isSubmitterKey = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/**
 * The random key of this browser: whoever has it can withdraw its runs. Kept here, hashed there.
 * @throws what the browser's generator of random numbers throws.
 */
export function submitterKey(store: Pick<BrowserStore, 'getItem' | 'setItem'>): string {
  const kept = store.getItem(KEY_STORE);
  if (kept !== null && isSubmitterKey(kept)) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const key = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  store.setItem(KEY_STORE, key);
  return key;
}

/** Takes a published run back. One that is gone already counts as taken back. */
export async function withdraw(id: string, key: string): Promise<Result<null, Refusal>> {
  const answer = await within('asking', async (): Promise<Result<null, Refusal>> => {
    const response = await fetch(`/api/v1/runs/${encodeURIComponent(id)}`, {
      method: 'DELETE',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ submitterKey: key }),
    });
    return response.ok || response.status === 404
      ? ok(null)
      : err(refusalOf(response.status, await response.json()));
  });
  return answer.ok ? answer.value : err(unreachable(answer.error));
}
