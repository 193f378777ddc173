// The prices of the board's devices, fetched once when a report first wants them.
import { useEffect, useState } from 'preact/hooks';
import { type DevicePrices, PREDICTION_VERSION } from '@/lib/predict/devices';

export type Prices =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'there'; readonly devices: readonly DevicePrices[] };

const LOADING: Prices = { state: 'loading' };
let asked: Promise<Prices> | null = null;

async function ask(): Promise<Prices> {
  const answer = await fetch('/api/v1/prices?limit=1000');
  if (!answer.ok) return { state: 'failed', reason: `The board answers with ${answer.status}.` };
  const body = (await answer.json()) as {
    readonly version: string;
    readonly devices: readonly DevicePrices[];
  };
  if (body.version !== PREDICTION_VERSION)
    return { state: 'failed', reason: 'This page is older than the board: reload it.' };
  return { state: 'there', devices: body.devices };
}

export function usePrices(): Prices {
  const [prices, setPrices] = useState<Prices>(LOADING);
  useEffect(() => {
    let wanted = true;
    asked ??= ask().catch((): Prices => {
      asked = null;
      return { state: 'failed', reason: 'The board cannot be reached.' };
    });
    asked.then((found) => {
      if (wanted) setPrices(found);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return prices;
}
