// Predictions held against measurements: how far off, how often within their intervals, by which
// operators. Pure; what was measured comes in as it was saved.

import type { Execution } from '@/lib/flops/steps/step';
import { executionOf } from '@/lib/flops/steps/steps';
import {
  type Calibration,
  calibrate,
  type Observation,
  type Prices,
} from '@/lib/predict/calibrate';
import { type Charges, chargesOfExecution, UNIT_NAMES } from '@/lib/predict/charges';
import { chargesByOperator, predict, timeOf } from '@/lib/predict/predict';
import { CLASSES, classOf, type WorkClass } from '@/lib/predict/uncertainty';
import type { Measured } from './measure.worker';
import { findSubject } from './subjects';

/** Measured in the same minutes, kernels and nets by turns. */
export interface Session {
  readonly browser: string;
  readonly threads: number;
  readonly date: string;
  /** Of each the least of its passes: what others do on the machine only adds. */
  readonly kernels: readonly Measured[];
  readonly passes: readonly (readonly Measured[])[];
}

export interface JudgedNet {
  readonly id: string;
  readonly browser: string;
  readonly threads: number;
  /** The least of the passes, as of the kernels. */
  readonly measuredMs: number;
  readonly predictedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Predicted over measured, minus 1. */
  readonly error: number;
  /** The next pass over the least, minus 1; null with one pass. */
  readonly noise: number | null;
  readonly covered: boolean;
  readonly bottleneck: string;
}

export interface Summary {
  readonly nets: number;
  readonly meanAbsoluteError: number;
  readonly meanError: number;
  readonly within10: number;
  readonly within25: number;
  readonly spearman: number;
  readonly coverage: number;
  readonly medianHalfWidth: number;
  /** The same nets' next pass against the least: mean difference, and share within 10 %. */
  readonly noiseFloor: { readonly meanAbsolute: number; readonly within10: number } | null;
}

export interface OperatorError {
  readonly operator: string;
  /** Of the predicted time of all nets. */
  readonly share: number;
  /** Mean error of the nets, weighted by this operator's share in each. */
  readonly error: number;
  readonly absoluteError: number;
}

const executions = new Map<string, Promise<Execution>>();

export function executionOfWorkload(id: string): Promise<Execution> {
  const known =
    executions.get(id) ?? findSubject(id).then((workload) => executionOf(workload.build(1)));
  executions.set(id, known);
  return known;
}

export async function observationsOf(
  kernels: readonly Measured[],
): Promise<readonly Observation[]> {
  const found: Observation[] = [];
  for (const { id, ms } of kernels) {
    if (ms !== null)
      found.push({ id, ms, charges: chargesOfExecution(await executionOfWorkload(id)) });
  }
  return found;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (values: readonly boolean[]): number => mean(values.map(Number));

export interface Judgement {
  readonly calibration: Calibration;
  readonly nets: readonly JudgedNet[];
}

export async function judge(
  session: Session,
  nets: readonly string[],
  towards?: Prices,
): Promise<Judgement> {
  const calibration = calibrate(await observationsOf(session.kernels), towards);
  const judged: JudgedNet[] = [];
  for (const id of nets) {
    const times = session.passes.flatMap((pass) => pass.find((row) => row.id === id)?.ms ?? []);
    const [measuredMs, next = null] = times.toSorted((a, b) => a - b);
    if (measuredMs === undefined) continue;
    const { ms, lowMs, highMs, bottleneck } = predict(
      chargesOfExecution(await executionOfWorkload(id)),
      calibration,
    );
    judged.push({
      id,
      browser: session.browser,
      threads: session.threads,
      measuredMs,
      predictedMs: ms,
      lowMs,
      highMs,
      error: ms / measuredMs - 1,
      noise: next === null ? null : next / measuredMs - 1,
      covered: lowMs <= measuredMs && measuredMs <= highMs,
      bottleneck,
    });
  }
  return { calibration, nets: judged };
}

export function summarise(nets: readonly JudgedNet[]): Summary {
  const noise = nets.flatMap((net) => net.noise ?? []);
  return {
    nets: nets.length,
    meanAbsoluteError: mean(nets.map(({ error }) => Math.abs(error))),
    meanError: mean(nets.map(({ error }) => error)),
    within10: share(nets.map(({ error }) => Math.abs(error) <= 0.1)),
    within25: share(nets.map(({ error }) => Math.abs(error) <= 0.25)),
    spearman: spearman(
      nets.map(({ predictedMs }) => predictedMs),
      nets.map(({ measuredMs }) => measuredMs),
    ),
    coverage: share(nets.map(({ covered }) => covered)),
    medianHalfWidth: median(nets.map(({ predictedMs, highMs }) => highMs / predictedMs - 1)),
    noiseFloor:
      noise.length === 0
        ? null
        : { meanAbsolute: mean(noise), within10: share(noise.map((each) => each <= 0.1)) },
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((value, i) => ({ value, i })).toSorted((a, b) => a.value - b.value);
  const found = new Array<number>(values.length).fill(0);
  for (const [rank, { i }] of order.entries()) found[i] = rank;
  return found;
}

/** Rank correlation; times hardly ever tie. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [ranks(a), ranks(b)];
  const squares = left.reduce((sum, rank, i) => sum + (rank - (right[i] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1));
}

export interface KernelError {
  readonly id: string;
  readonly ms: number;
  readonly error: number;
}

/** How far the fit is off its own kernels, the farthest first. */
export async function kernelErrors(
  session: Session,
  { prices }: Calibration,
): Promise<readonly KernelError[]> {
  return (await observationsOf(session.kernels))
    .map(({ id, ms, charges }) => ({ id, ms, error: timeOf(charges, prices) / ms - 1 }))
    .toSorted((a, b) => Math.abs(b.error) - Math.abs(a.error));
}

export async function errorsByOperator(
  judgements: readonly Judgement[],
): Promise<readonly OperatorError[]> {
  const sums = new Map<string, { share: number; error: number; absolute: number }>();
  let all = 0;
  for (const { calibration, nets } of judgements) {
    for (const { id, predictedMs, error } of nets) {
      for (const [operator, charges] of chargesByOperator(await executionOfWorkload(id))) {
        const part = timeOf(charges, calibration.prices) / predictedMs;
        const sum = sums.get(operator) ?? { share: 0, error: 0, absolute: 0 };
        sums.set(operator, {
          share: sum.share + part,
          error: sum.error + part * error,
          absolute: sum.absolute + part * Math.abs(error),
        });
        all += part;
      }
    }
  }
  return [...sums]
    .map(([operator, sum]) => ({
      operator,
      share: sum.share / all,
      error: sum.error / sum.share,
      absoluteError: sum.absolute / sum.share,
    }))
    .toSorted((a, b) => b.share - a.share);
}

export interface RepeatedClass {
  readonly work: WorkClass;
  readonly kernels: number;
  /** One standard deviation of what the class as a whole differs by between two sessions. */
  readonly deviation: number;
}

/** The class that most of a kernel's time is. */
function workOf(charges: Charges, prices: Prices): WorkClass {
  const times = new Map<WorkClass, number>();
  for (const unit of UNIT_NAMES) {
    const ns = (charges[unit] ?? 0) * prices[unit];
    times.set(classOf(unit), (times.get(classOf(unit)) ?? 0) + ns);
  }
  return CLASSES.toSorted((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0))[0] ?? 'dispatch';
}

/**
 * What the same kernels differ by from session to session: the root mean square over all pairs of
 * sessions of the median of a class. Sessions are those of one browser and thread count.
 */
export async function kernelsAgain(
  sessions: readonly Session[],
  { prices }: Calibration,
): Promise<readonly RepeatedClass[]> {
  const classes = new Map<WorkClass, string[]>(CLASSES.map((work) => [work, []]));
  const ids = new Set(sessions.flatMap(({ kernels }) => kernels.map(({ id }) => id)));
  for (const id of ids) {
    const charges = chargesOfExecution(await executionOfWorkload(id));
    classes.get(workOf(charges, prices))?.push(id);
  }
  const times = sessions.map(({ kernels }) => new Map(kernels.map(({ id, ms }) => [id, ms])));
  return [...classes].flatMap(([work, members]) => {
    const shifts = times.flatMap((first, i) =>
      times.slice(i + 1).flatMap((second) => {
        const logs = members.flatMap((id) => {
          const [a, b] = [first.get(id) ?? null, second.get(id) ?? null];
          return a === null || b === null ? [] : [Math.log(b / a)];
        });
        return logs.length === 0 ? [] : [median(logs)];
      }),
    );
    if (shifts.length === 0) return [];
    const deviation = Math.sqrt(mean(shifts.map((shift) => shift ** 2)));
    return [{ work, kernels: members.length, deviation }];
  });
}
