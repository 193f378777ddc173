// Keeps the name of what is being measured in the checkpoint for as long as the page is in front:
// what finds it at the next visit knows that the page went down with it. A page that is left says
// so (`pagehide`), and one in the background (a locked phone) may be ended by the system without
// any fault of what it measured: for both there is no name.
import type { CheckpointWriter } from './checkpoint';
import type { RunEvent } from './run';

export interface CrashMark {
  follow(event: RunEvent): void;
  /** Takes the name away. */
  end(): void;
}

/**
 * Keeps the name of what is being measured while the page is in front, and takes it away when the
 * page is hidden or left, so that a name that is still there tells of a crash.
 */
export function markCrashes(writer: CheckpointWriter): CrashMark {
  let step: { readonly key: string } | null = null;
  let isLeaving = false;
  const write = (): void => writer.measuring(isLeaving || document.hidden ? null : step);
  const onHide = (): void => {
    isLeaving = true;
    write();
  };
  const onShow = (): void => {
    isLeaving = false;
    write();
  };
  addEventListener('pagehide', onHide);
  addEventListener('pageshow', onShow);
  document.addEventListener('visibilitychange', write);
  return {
    follow: (event) => {
      // The reference kernel has no row that could crash.
      if (event.type === 'step') step = event.canary ? null : event.step;
      else if (event.type === 'result' || event.type === 'partial') step = null;
      else return;
      write();
    },
    end: () => {
      removeEventListener('pagehide', onHide);
      removeEventListener('pageshow', onShow);
      document.removeEventListener('visibilitychange', write);
      writer.measuring(null);
    },
  };
}
