// What the operating system thinks of the processor's load while a row is measured, where the
// browser tells (W3C Compute Pressure). Our own work is in it, so it is a fact of the row and never
// a verdict.
import type { PressureShares } from '@/lib/bench/outcome';

/** The part of the specification that is used; TypeScript's DOM library lacks it. */
interface PressureRecord {
  readonly state: keyof PressureShares;
  readonly time: number;
}

interface PressureObserver {
  observe(source: 'cpu', options: { readonly sampleInterval: number }): Promise<void>;
  disconnect(): void;
}

type PressureObserverClass = new (
  callback: (records: readonly PressureRecord[]) => void,
) => PressureObserver;

const SAMPLE_INTERVAL_MS = 1000;

export interface PressureWatch {
  /** Ends it. Null where the browser said nothing. */
  stop(): PressureShares | null;
}

/** Watches the Compute Pressure API, where a browser has it, until it is stopped. */
export function watchPressure(): PressureWatch {
  const Observer = Reflect.get(globalThis, 'PressureObserver') as PressureObserverClass | undefined;
  if (Observer === undefined) return { stop: () => null };
  const seen: PressureRecord[] = [];
  const observer = new Observer((records) => seen.push(...records));
  // Refused by a permissions policy: then nothing is seen.
  Promise.resolve(observer.observe('cpu', { sampleInterval: SAMPLE_INTERVAL_MS })).catch(
    () => undefined,
  );
  return {
    stop: () => {
      observer.disconnect();
      return sharesOf(seen, performance.now());
    },
  };
}

/** Each state holds from its record to the next one, the last until `endMs`. */
export function sharesOf(records: readonly PressureRecord[], endMs: number): PressureShares | null {
  const lastedMs = { nominal: 0, fair: 0, serious: 0, critical: 0 };
  for (const [index, { state, time }] of records.entries()) {
    if (!(state in lastedMs)) return null;
    lastedMs[state] += Math.max(0, (records[index + 1]?.time ?? endMs) - time);
  }
  const wholeMs = Object.values(lastedMs).reduce((sum, ms) => sum + ms, 0);
  if (wholeMs === 0) return null;
  const { nominal, fair, serious, critical } = lastedMs;
  return {
    nominal: nominal / wholeMs,
    fair: fair / wholeMs,
    serious: serious / wholeMs,
    critical: critical / wholeMs,
  };
}
