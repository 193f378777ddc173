// A whole run: every step of the plan in its own worker, with a rest between, and events for whoever watches. A step that
// fails is a result and the next one goes on; cancelling ends the current step and records the rest as cancelled.
import type { Progress } from '@/lib/bench/measure';
import { PROTOCOL } from '@/lib/bench/protocol';
import { emptyReport, measureInWorker } from './client';
import type { Phase, Report } from './messages';
import type { Step } from './plan';

export interface StepResult {
  readonly step: Step;
  readonly report: Report;
}

export type RunEvent =
  | { readonly type: 'step'; readonly index: number }
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'result'; readonly result: StepResult };

export interface RunOptions {
  readonly goldenIndex: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

const CANCELLED = { outcome: 'skipped', cause: 'cancelled', reason: 'Cancelled by the visitor.' } as const;

/** Runs `plan` in order. Resolves with one result per step, cancelled or not. */
export async function performRun(
  plan: readonly Step[],
  { goldenIndex, signal, onEvent }: RunOptions,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const [index, step] of plan.entries()) {
    if (!signal.aborted) onEvent({ type: 'step', index });
    const report = await reportOf(step, goldenIndex, signal, onEvent);
    const result = { step, report };
    results.push(result);
    onEvent({ type: 'result', result });
    if (step.skip === null && !signal.aborted) await rest(PROTOCOL.coolDownMs);
  }
  return results;
}

async function reportOf(
  { entry, backend, threads, capMs, skip }: Step,
  goldenIndex: number,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
): Promise<Report> {
  if (signal.aborted) return emptyReport(CANCELLED);
  if (skip !== null) return emptyReport(skip);
  const request = { workload: entry.id, backend, threads, goldenIndex, capMs, stopEarly: true };
  return measureInWorker(request, {
    signal,
    onPhase: (phase) => onEvent({ type: 'phase', phase }),
    onProgress: (progress) => onEvent({ type: 'progress', progress }),
  });
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
