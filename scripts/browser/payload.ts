// The payload as the page of a run shows it before anything is sent: what a script reads results
// from.
import type { RunSubmission } from '@/lib/submission/schema';
import type { Driver } from './driver';

export async function readPayload(driver: Pick<Driver, 'evaluate'>): Promise<RunSubmission> {
  return JSON.parse(
    await driver.evaluate<string>(`document.querySelector('[data-testid="payload"]').textContent`),
  );
}
