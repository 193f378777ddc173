// One changed file: its counts before and after, and whether it keeps to its budgets.
import { parseBindings } from '@/lib/flops/bindings';
import { type Budget, checkBudget, type Finding } from '@/lib/flops/budget';
import { countModel } from '@/lib/flops/count';
import { freeDimensionsOf, isBindable } from '@/lib/flops/free-dimensions';
import { type FileRecord, opsetOf } from '@/lib/flops/record';
import type { Report } from '@/lib/flops/report';
import { loadModel } from '@/lib/onnx/load';
import { describeReadError } from '@/lib/onnx/read-error';
import type { ChangedFile, Repository } from './git';
import type { Inputs } from './inputs';

export type Side =
  | { readonly kind: 'counted'; readonly report: Report; readonly facts: FileRecord }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'absent' };

/** From good to bad. */
export const VERDICTS = ['kept', 'unknown', 'exceeded', 'unreadable'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  VERDICTS[Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))] ?? 'kept';

export interface ChangedModel {
  readonly file: ChangedFile;
  readonly before: Side;
  readonly after: Side;
  /** What its budgets say of it as it is after the change. */
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

async function count(
  repository: Repository,
  commit: string,
  path: string | null,
  inputs: Inputs,
): Promise<Side> {
  if (path === null) return { kind: 'absent' };
  const loaded = await loadModel(repository.open(commit, path), {
    openSidecar: repository.sidecars(commit, path),
  });
  if (!loaded.ok) return { kind: 'unreadable', reason: describeReadError(loaded.error) };
  const model = loaded.value;
  const bind = parseBindings(inputs.bind, (name) => isBindable(model.graph, name));
  const report = countModel(model, {
    bind: bind.ok ? bind.value : {},
    values: inputs.values,
    assume: inputs.assume,
  });
  const dimensions = freeDimensionsOf(model.graph);
  return {
    kind: 'counted',
    report,
    facts: { file: path, irVersion: model.irVersion, opset: opsetOf(model), dimensions },
  };
}

function verdictOf(after: Side, findings: readonly Finding[]): Verdict {
  return after.kind === 'unreadable' ? 'unreadable' : worst(findings.map(({ verdict }) => verdict));
}

export async function countChange(
  repository: Repository,
  commits: { readonly before: string | null; readonly after: string },
  file: ChangedFile,
  inputs: Inputs,
): Promise<ChangedModel> {
  const before: Side =
    commits.before === null
      ? { kind: 'absent' }
      : await count(repository, commits.before, file.before, inputs);
  const after = await count(repository, commits.after, file.after, inputs);
  const check = (budget: Budget): readonly Finding[] =>
    after.kind === 'counted' ? [checkBudget(after.report, budget)] : [];
  const findings = inputs.budgets.flatMap(check);
  return { file, before, after, findings, verdict: verdictOf(after, findings) };
}
