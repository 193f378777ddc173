// How long the rest of a plan takes: what a step usually needs, never more than its cap and the
// opening of its passes.
import { PROTOCOL } from '@/lib/bench/protocol';
import { integer } from '@/lib/core/format';
import type { Step } from '@/lib/runner/plan';

/** Starting a worker, building, opening and checking, as seen on a laptop. */
const OPENING_MS = 1500;
/** In a worker that is there already. */
const BRIEF_OPENING_MS = 200;

function secondsLeft(steps: readonly Step[], begun: readonly Step[]): number {
  const runnable = steps.filter(({ skip }) => skip === null);
  const passMs = OPENING_MS + PROTOCOL.coolDownMs;
  const forStep = ({ mode, capMs, sustainMs, brief }: Step): number => {
    if (brief) return capMs + BRIEF_OPENING_MS;
    return mode === 'sustained' ? sustainMs + passMs : capMs + 2 * passMs;
  };
  const sum = (some: readonly Step[]): number =>
    some.reduce((total, step) => total + forStep(step), 0);
  return (sum(runnable) - sum(begun) / 2) / 1000;
}

/**
 * No finer than anyone waits: whole seconds, and minutes from two on. Of `begun` one pass is over.
 */
export function timeLeft(steps: readonly Step[], begun: readonly Step[] = []): string {
  const seconds = Math.ceil(secondsLeft(steps, begun));
  return seconds < 120 ? `${integer(seconds)} s` : `${integer(Math.ceil(seconds / 60))} min`;
}
