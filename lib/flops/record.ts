// A count as plain JSON: what `flops --json` prints and /analyze saves. Integers above 2⁵³ are strings, so that no parser
// rounds them; unknown extents are null or the symbol's name.
import { domainOf, type Model } from '@/lib/onnx/ir';
import type { Count } from './exact';
import type { NodeReport, Report, Shape, Unknown } from './report';

export type Exact = number | string;
type Shapes = Readonly<Record<string, Shape>>;

/** An output that is omitted has no name. */
const shapesOf = ({ outputs, shapes }: NodeReport): Shapes =>
  Object.fromEntries(outputs.map((name, i) => [name, shapes[i]] as const).filter(([name]) => name !== ''));

export interface NodeRecord {
  readonly name: string;
  readonly opType: string;
  readonly macs: Exact | null;
  readonly otherOps: Exact | null;
  readonly outputs: Shapes;
  /** Only where the backward pass was asked for. */
  readonly backwardMacs?: Exact | null;
}

export interface ModelRecord {
  readonly file: string;
  readonly irVersion: number;
  /** Version of ai.onnx; null for a model without it. */
  readonly opset: number | null;
  readonly macs: Exact;
  readonly flops: Exact;
  readonly otherOps: Exact;
  readonly integerOps: Exact;
  readonly params: Exact;
  readonly initialisers: Exact;
  readonly weightBytes: Exact;
  readonly peakActivationBytes: Exact | null;
  readonly backwardMacs: Exact;
  readonly coverage: { readonly nodes: number; readonly resolved: number; readonly unknown: readonly Unknown[] };
  readonly outputs: Shapes;
  readonly nodes: readonly NodeRecord[];
}

export const exact = (count: Count): Exact => (typeof count === 'bigint' ? count.toString() : count);
const exactOrNull = (count: Count | null): Exact | null => (count === null ? null : exact(count));

/** Multiply-accumulates of a node's backward pass. */
export function backwardMacsOf({ backward }: NodeReport): Count | null {
  if (backward === null) return null;
  const { inputMacs, weightMacs } = backward;
  const total = BigInt(inputMacs) + BigInt(weightMacs);
  return Number.isSafeInteger(Number(total)) ? Number(total) : total;
}

/** Version of ai.onnx that a model imports. */
export const opsetOf = (model: Model): number | null =>
  model.opsets.find(({ domain }) => domainOf(domain) === '')?.version ?? null;

/** What a record says of the file beside its count. */
export type FileRecord = Pick<ModelRecord, 'file' | 'irVersion' | 'opset'>;

export function recordOf(file: FileRecord, report: Report, withBackward: boolean): ModelRecord {
  return {
    ...file,
    macs: exact(report.macs),
    flops: exact(report.flops),
    otherOps: exact(report.otherOps),
    integerOps: exact(report.integerOps),
    params: exact(report.params),
    initialisers: exact(report.initialisers),
    weightBytes: exact(report.weightBytes),
    peakActivationBytes: exactOrNull(report.peakActivationBytes),
    backwardMacs: exact(report.backwardMacs),
    coverage: report.coverage,
    outputs: Object.fromEntries(report.outputs.map(({ name, dims }) => [name, dims])),
    nodes: report.nodes.map((node) => ({
      name: node.name,
      opType: node.opType,
      macs: exactOrNull(node.macs),
      otherOps: exactOrNull(node.otherOps),
      outputs: shapesOf(node),
      ...(withBackward && { backwardMacs: exactOrNull(backwardMacsOf(node)) }),
    })),
  };
}
