// A count as plain JSON: what `flops --json` prints and /analyze saves. Integers above 2⁵³ are
// strings, so that no parser rounds them; unknown extents are null or the symbol's name.
import { domainOf, type Model } from '@/lib/onnx/ir';
import type { Count } from './exact';
import type { FreeDimension } from './free-dimensions';
import type {
  BodyReport,
  NodeReport,
  OperatorSum,
  Report,
  Shape,
  Total,
  Totals,
  Unknown,
  UnknownReason,
} from './report';

export type Exact = number | string;
type Shapes = Readonly<Record<string, Shape>>;

/** An output that is omitted has no name. */
const shapesOf = ({ outputs, shapes }: NodeReport): Shapes =>
  Object.fromEntries(
    outputs.map((name, i) => [name, shapes[i]] as const).filter(([name]) => name !== ''),
  );

export interface NodeRecord {
  readonly name: string;
  readonly opType: string;
  readonly macs: Exact | null;
  readonly otherOps: Exact | null;
  readonly outputs: Shapes;
  /** Only where the backward pass was asked for. */
  readonly backwardMacs?: Exact | null;
  /** Only where the node could not be resolved. */
  readonly reason?: UnknownReason;
  readonly dimensions?: readonly string[];
  /** Only for nodes with bodies. */
  readonly bodies?: readonly BodyRecord[];
}

export interface BodyRecord {
  readonly label: string;
  readonly times: number;
  readonly nodes: readonly NodeRecord[];
}

/**
 * The sum, or null while a part of it is open; the sum of what is known; how many nodes are missing
 * in it.
 */
export interface TotalRecord {
  readonly known: Exact | null;
  readonly atLeast: Exact;
  readonly unknownNodes: number;
}

export interface OperatorRecord {
  readonly operator: string;
  readonly nodes: number;
  readonly macs: Exact;
  readonly otherOps: Exact;
  readonly params: number;
  readonly unknownNodes: number;
}

export interface ModelRecord {
  readonly file: string;
  readonly irVersion: number;
  /** Version of ai.onnx; null for a model without it. */
  readonly opset: number | null;
  readonly convention: string;
  /** Dimensions that the file leaves open, by the names that bind them. */
  readonly dimensions: readonly FreeDimension[];
  readonly totals: Readonly<Record<keyof Totals, TotalRecord>>;
  /** The sums of what is known; null where nothing is, and something would count. */
  readonly macs: Exact | null;
  readonly flops: Exact | null;
  readonly otherOps: Exact | null;
  readonly integerOps: Exact | null;
  readonly params: Exact;
  readonly initialisers: Exact;
  readonly weightBytes: Exact;
  readonly peakActivationBytes: Exact | null;
  readonly backwardMacs: Exact | null;
  readonly operators: readonly OperatorRecord[];
  readonly assumedNodes: number;
  readonly deadNodes: readonly string[];
  readonly coverage: {
    readonly nodes: number;
    readonly resolved: number;
    readonly unknown: readonly Unknown[];
  };
  readonly outputs: Shapes;
  readonly nodes: readonly NodeRecord[];
}

/** A count for JSON: as a text where a number could not hold it. */
export const exact = (count: Count): Exact =>
  typeof count === 'bigint' ? count.toString() : count;
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
export type FileRecord = Pick<ModelRecord, 'file' | 'irVersion' | 'opset' | 'dimensions'>;

/** What the badge of a counted file says. */
export const badgeFactsOf = (title: string, { totals, params }: Report) => ({
  title,
  flops: Number(totals.flops.atLeast),
  params,
  unknownNodes: totals.flops.unknownNodes,
});

const totalRecord = ({ known, atLeast, unknownNodes }: Total): TotalRecord => ({
  known: exactOrNull(known),
  atLeast: exact(atLeast),
  unknownNodes,
});

/** A lower bound of 0 is no answer. */
const answer = ({ atLeast, unknownNodes }: Total): Exact | null =>
  unknownNodes > 0 && atLeast === 0 ? null : exact(atLeast);

const operatorRecord = ({
  operator,
  nodes,
  macs,
  otherOps,
  params,
  unknownMacs,
}: OperatorSum): OperatorRecord => ({
  operator,
  nodes,
  macs: exact(macs),
  otherOps: exact(otherOps),
  params,
  unknownNodes: unknownMacs,
});

function nodeRecord(node: NodeReport, withBackward: boolean): NodeRecord {
  const bodyRecord = ({ label, times, nodes }: BodyReport): BodyRecord => ({
    label,
    times,
    nodes: nodes.map((inner) => nodeRecord(inner, withBackward)),
  });
  return {
    name: node.name,
    opType: node.opType,
    macs: exactOrNull(node.macs),
    otherOps: exactOrNull(node.otherOps),
    outputs: shapesOf(node),
    ...(withBackward && { backwardMacs: exactOrNull(backwardMacsOf(node)) }),
    ...(node.reason !== null && { reason: node.reason }),
    ...(node.dimensions.length > 0 && { dimensions: node.dimensions }),
    ...(node.bodies.length > 0 && { bodies: node.bodies.map(bodyRecord) }),
  };
}

/** The JSON record of a counted file, as the command line and the API give it. */
export function recordOf(file: FileRecord, report: Report, withBackward: boolean): ModelRecord {
  const { totals } = report;
  return {
    ...file,
    convention: report.convention,
    totals: {
      macs: totalRecord(totals.macs),
      flops: totalRecord(totals.flops),
      otherOps: totalRecord(totals.otherOps),
      integerOps: totalRecord(totals.integerOps),
      backwardMacs: totalRecord(totals.backwardMacs),
    },
    macs: answer(totals.macs),
    flops: answer(totals.flops),
    otherOps: answer(totals.otherOps),
    integerOps: answer(totals.integerOps),
    params: exact(report.params),
    initialisers: exact(report.initialisers),
    weightBytes: exact(report.weightBytes),
    peakActivationBytes: exactOrNull(report.peakActivationBytes),
    backwardMacs: answer(totals.backwardMacs),
    operators: report.operators.map(operatorRecord),
    assumedNodes: report.assumedNodes,
    deadNodes: report.deadNodes,
    coverage: report.coverage,
    outputs: Object.fromEntries(report.outputs.map(({ name, dims }) => [name, dims])),
    nodes: report.nodes.map((node) => nodeRecord(node, withBackward)),
  };
}
