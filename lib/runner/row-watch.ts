// What the page sees of itself and of the machine while a worker measures one pass of a row. A
// worker that falls silent is ended by measure-in-worker.ts.
import type { FrameGaps, PressureShares } from '@/lib/bench/outcome';
import { type FrameWatch, watchFrames } from './frame-watch';
import { type PressureWatch, watchPressure } from './pressure-watch';

export interface Watched {
  readonly frameGaps: FrameGaps | null;
  readonly pressure: PressureShares | null;
}

/** Begins with the warm-up: building and opening a network is not what a row is about. */
export class RowWatch {
  #frames: FrameWatch | null = null;
  #pressure: PressureWatch | null = null;

  begin(): void {
    this.#frames = ifItCan(watchFrames);
    this.#pressure = ifItCan(watchPressure);
  }

  end(): Watched {
    return {
      frameGaps: ifItCan(() => this.#frames?.stop() ?? null),
      pressure: ifItCan(() => this.#pressure?.stop() ?? null),
    };
  }
}

/** A browser without these, or with broken ones, measures all the same. */
function ifItCan<T>(watch: () => T): T | null {
  try {
    return watch();
  } catch {
    return null;
  }
}
