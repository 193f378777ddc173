// What runtimes really run, and the form of a precision that follows from it. The table is written
// by `npm run -s zoo -- support` in a real browser and repeated by an end-to-end test; nothing here
// is typed by hand.
import type { Precision } from '../workload';
import table from './support.json';

/**
 * `runs`: every node on the backend, and right. `falls-back`: right, but some node ran on the CPU.
 * `no-shader-f16`: not tried, because the adapter of the trial has no half floats.
 */
export type Verdict = 'runs' | 'falls-back' | 'wrong' | 'fails' | 'no-shader-f16';

export interface SupportRow {
  readonly form: string;
  readonly precision: Precision;
  readonly operator: 'product' | 'convolution';
  readonly nodes: string;
  readonly wasm: Verdict;
  readonly webgpu: Verdict;
}

export interface SupportTable {
  readonly ortVersion: string;
  readonly adapter: string;
  readonly rows: readonly SupportRow[];
}

export const SUPPORT = table as SupportTable;

const runsOn = ({ wasm, webgpu }: SupportRow): number =>
  wasm === 'runs' ? (webgpu === 'runs' ? 2 : 1) : 0;

/**
 * The form of a precision that most backends run, the first of equals. @throws RangeError where
 * WASM runs none.
 */
export function chooseForm(
  precision: Precision,
  operator: SupportRow['operator'],
  { rows }: SupportTable = SUPPORT,
): string {
  const candidates = rows.filter((row) => row.precision === precision && row.operator === operator);
  const best = Math.max(0, ...candidates.map(runsOn));
  const chosen = candidates.find((row) => best > 0 && runsOn(row) === best);
  if (chosen === undefined) throw new RangeError(`no form of ${precision} ${operator} runs`);
  return chosen.form;
}
