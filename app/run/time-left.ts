// How long the rest of a plan takes: what a step usually needs, never more than its cap and the opening of its passes.
import { PROTOCOL } from '@/lib/bench/protocol';
import { integer } from '@/lib/core/format';
import type { Step } from '@/lib/runner/plan';

/** Starting a worker, building, opening and checking, as seen on a laptop. */
const OPENING_MS = 1500;

function secondsLeft(steps: readonly Step[]): number {
  const runnable = steps.filter(({ skip }) => skip === null);
  const passMs = OPENING_MS + PROTOCOL.coolDownMs;
  const forStep = ({ mode, capMs, sustainMs }: Step): number =>
    mode === 'sustained' ? sustainMs + passMs : capMs + 2 * passMs;
  return runnable.reduce((sum, step) => sum + forStep(step), 0) / 1000;
}

/** No finer than anyone waits: whole seconds, and minutes from two on. */
export function timeLeft(steps: readonly Step[]): string {
  const seconds = Math.ceil(secondsLeft(steps));
  return seconds < 120 ? `${integer(seconds)} s` : `${integer(Math.ceil(seconds / 60))} min`;
}
