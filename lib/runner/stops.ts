// What went wrong with the page or the network would go wrong with every further row: it is not
// tried again in this run.
import type { Outcome, SkippedOutcome } from '@/lib/bench/outcome';
import type { Backend } from '@/lib/core/backend';

export class Stops {
  #everything: SkippedOutcome | null = null;
  readonly #runtimes = new Map<boolean, SkippedOutcome>();

  note(backend: Backend, outcome: Outcome): void {
    if (outcome.outcome !== 'skipped') return;
    if (outcome.cause === 'no-worker') this.#everything = outcome;
    if (outcome.cause === 'download-failed') this.#runtimes.set(backend === 'wasm', outcome);
  }

  /** Null where it can be tried. */
  of(backend: Backend): SkippedOutcome | null {
    return this.#everything ?? this.#runtimes.get(backend === 'wasm') ?? null;
  }
}
