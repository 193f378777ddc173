// What the page sees of itself and of the machine while a worker measures one pass of a row.
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
    this.#frames = watchFrames();
    this.#pressure = watchPressure();
  }

  end(): Watched {
    return { frameGaps: this.#frames?.stop() ?? null, pressure: this.#pressure?.stop() ?? null };
  }
}
