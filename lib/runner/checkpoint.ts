// A run that a reload or a crash cut short: its choice, challenge and finished results, kept in
// this tab alone, so that the rest can go on. Sessions end with the tab, which is as long as a
// half-measured device says anything about itself. What was being measured is named beside it: a
// page that went down without a farewell leaves that name behind.
import { PROTOCOL } from '@/lib/bench/protocol';
import type { SuiteId } from '@/lib/bench/suites';
import type { Result } from '@/lib/core/result';
import { ORT_VERSION } from '@/lib/ort/version';
import type { ChallengeResponse } from '@/lib/submission/schema';
import type { Report } from '@/workers/bench-messages';
import type { BrowserStore } from './browser-store';
import { emptyReport } from './measure-in-worker';
import type { PlanOptions, Step } from './plan';
import type { Refusal } from './refusal';
import type { CanaryReading, StepResult } from './run';

/** What was decided when the run began. */
export interface RunStart {
  readonly choice: PlanOptions & { readonly suite: SuiteId };
  readonly challenge: Result<ChallengeResponse, Refusal>;
  readonly startedAt: Date;
}

export interface Checkpoint extends RunStart {
  /** With the one that took the page down, last. */
  readonly results: readonly StepResult[];
  /** What the page went down with; null where it was left or reloaded. */
  readonly crashed: StepResult | null;
  readonly readings: readonly CanaryReading[];
  /** Steps of the plan. */
  readonly planned: number;
}

const HEAD = 'flopmark.checkpoint';
const MEASURING = `${HEAD}.measuring`;
const entryKey = (index: number): string => `${HEAD}.${index}`;
/** Results of another protocol or runtime are not continued. */
const FORMAT = `4 ${PROTOCOL.id} ${ORT_VERSION}`;

type Entry =
  | { readonly key: string; readonly digest: string; readonly report: Report }
  | { readonly reading: CanaryReading };

/**
 * Writes a run down as it goes. Once the store refuses (it is full, or forbidden) nothing is kept:
 * half is not a run.
 */
export class CheckpointWriter {
  readonly #store: BrowserStore;
  #entries: number;

  private constructor(store: BrowserStore, entries: number) {
    this.#store = store;
    this.#entries = entries;
  }

  /** Begins anew. */
  static start(store: BrowserStore, { choice, challenge, startedAt }: RunStart): CheckpointWriter {
    clearCheckpoint(store);
    const writer = new CheckpointWriter(store, 0);
    writer.#write(HEAD, { format: FORMAT, choice, challenge, startedAt: startedAt.toISOString() });
    return writer;
  }

  /** Goes on behind what is kept; what the page went down with is written down as any result. */
  static resume(store: BrowserStore, crashed: StepResult | null): CheckpointWriter {
    let entries = 0;
    while (store.getItem(entryKey(entries)) !== null) entries += 1;
    const writer = new CheckpointWriter(store, entries);
    writer.measuring(null);
    if (crashed !== null) writer.result(crashed);
    return writer;
  }

  /**
   * Names what is being measured; null when nothing is, or when the page may end for reasons of its
   * own.
   */
  measuring(step: Pick<Step, 'key'> | null): void {
    if (step === null) this.#store.removeItem(MEASURING);
    else this.#store.setItem(MEASURING, step.key);
  }

  result({ step, report }: StepResult): void {
    this.#add({ key: step.key, digest: step.entry.digest, report });
  }

  reading(reading: CanaryReading): void {
    this.#add({ reading });
  }

  #add(entry: Entry): void {
    this.#write(entryKey(this.#entries), entry);
    this.#entries += 1;
  }

  #write(key: string, value: unknown): void {
    if (!this.#store.setItem(key, JSON.stringify(value))) clearCheckpoint(this.#store);
  }
}

/**
 * The run that was cut short, if there is one with results and its steps are still those of
 * `planFor`; null else. What is read was written by this page.
 */
export function readCheckpoint(
  store: BrowserStore,
  planFor: (choice: RunStart['choice']) => readonly Step[],
): Checkpoint | null {
  try {
    const head = JSON.parse(store.getItem(HEAD) ?? 'null');
    if (head === null || head.format !== FORMAT) return null;
    const steps = new Map(planFor(head.choice).map((step) => [step.key, step]));
    const results: StepResult[] = [];
    const readings: CanaryReading[] = [];
    for (let index = 0; ; index += 1) {
      const text = store.getItem(entryKey(index));
      if (text === null) break;
      const entry: Entry = JSON.parse(text);
      if ('reading' in entry) {
        readings.push(entry.reading);
        continue;
      }
      const step = steps.get(entry.key);
      if (step === undefined || step.entry.digest !== entry.digest) return null;
      results.push({ step, report: entry.report, canary: NO_CANARY });
    }
    const { choice, challenge, startedAt } = head;
    const step = steps.get(store.getItem(MEASURING) ?? '');
    const crashed =
      step === undefined || results.some((one) => one.step === step) ? null : crashedWith(step);
    if (crashed !== null) results.push(crashed);
    if (results.length === 0) return null;
    return {
      choice,
      challenge,
      startedAt: new Date(startedAt),
      results,
      crashed,
      readings,
      planned: steps.size,
    };
  } catch {
    return null;
  }
}

const NO_CANARY = { beforeMs: null, afterMs: null };

const crashedWith = (step: Step): StepResult => ({
  step,
  report: emptyReport({
    outcome: 'crashed',
    cause: 'page',
    reason: 'The page went down while this was measured; it was not tried again.',
  }),
  canary: NO_CANARY,
});

/** Forgets a run that was left unfinished. */
export function clearCheckpoint(store: BrowserStore): void {
  for (let index = 0; store.getItem(entryKey(index)) !== null; index += 1)
    store.removeItem(entryKey(index));
  store.removeItem(MEASURING);
  store.removeItem(HEAD);
}
