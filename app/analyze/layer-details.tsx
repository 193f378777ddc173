// One layer with all that was counted of it, exactly.
import { duration, integer, si, significant } from '@/lib/core/format';
import type { Block } from '@/lib/flops/blocks';
import type { NodeTimes } from '@/lib/flops/profile';
import { reasonText } from '@/lib/flops/reasons';
import { shapeText } from '@/lib/flops/text';
import type { NodeDescription } from '@/lib/onnx/describe';
import { keyOf } from '@/lib/onnx/ir';
import { timeOfBlock } from './node-times';

type Fact = readonly [name: string, value: string];

interface LayerDetailsProps {
  readonly block: Block;
  readonly times: NodeTimes | null;
  /** The node as it stands in the file; null for a block, and until the analyser has answered. */
  readonly description: NodeDescription | null;
  readonly onClose: () => void;
}

function factsOf({
  node,
  layers,
  macs,
  backwardMacs,
  otherOps,
  params,
  weightBytes,
}: Block): readonly Fact[] {
  const work: readonly Fact[] = [
    ['MACs', integer(macs)],
    ['Backward MACs', integer(backwardMacs)],
    ['Other operations', integer(otherOps)],
    ['Parameters', integer(params)],
    ['Weights', si(weightBytes, 'B')],
  ];
  if (node === null) return [['Layers', integer(layers)], ...work];
  const outputs = node.outputs
    .map((name, i) => `${name} ${shapeText(node.shapes[i])}`)
    .filter((text) => text !== ' ?');
  return [
    ['Operator', keyOf(node.domain, node.opType)],
    ['Outputs', outputs.join(', ')],
    ...work,
    ['Read', si(node.readBytes === null ? null : Number(node.readBytes), 'B')],
    ['Written', si(node.writtenBytes === null ? null : Number(node.writtenBytes), 'B')],
    ['Operations per byte', node.intensity === null ? '—' : significant(node.intensity)],
    ...(node.reason === null
      ? []
      : [['Not counted', reasonText({ ...node, reason: node.reason })] as const]),
  ];
}

/** Inputs and attributes. */
function fileFacts(description: NodeDescription | null): readonly Fact[] {
  if (description === null) return [];
  const inputs = description.inputs
    .filter(({ name }) => name !== '')
    .map(({ name, weight }) => (weight === null ? name : `${name} (${weight})`));
  const attributes = description.attributes.map(({ name, value }) => [name, value] as const);
  return [...(inputs.length === 0 ? [] : [['Inputs', inputs.join(', ')] as const]), ...attributes];
}

export function LayerDetails({ block, times, description, onClose }: LayerDetailsProps) {
  const ms = times === null ? 0 : timeOfBlock(times, block);
  const facts = [
    ...factsOf(block),
    ...(ms === 0 ? [] : [['Time', duration(ms)] as const]),
    ...fileFacts(description),
  ];
  return (
    <aside
      aria-label="Chosen layer"
      className="mb-4 rounded-md border border-grey-2 bg-raised px-4 py-3"
      data-testid="layer"
    >
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="min-w-0 font-mono text-sm [overflow-wrap:anywhere]">
          {block.node?.name ?? block.label}
        </h3>
        <button type="button" className="link text-sm" onClick={onClose}>
          Close
        </button>
      </div>
      <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-4">
        {facts.map(([name, value], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an attribute may have the name of a fact
          <div key={i} className="min-w-0">
            <dt className="text-grey-4">{name}</dt>
            <dd className="[overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
