// The counts of a workload: all from its graph, none typed in.
import type { ReactNode } from 'react';
import { Quantity } from '@/app/_components/quantity';
import type { ManifestEntry } from '@/lib/models/workload';

export function ModelFacts({ entry }: { readonly entry: ManifestEntry }) {
  const {
    params,
    macs,
    flops,
    backwardMacs,
    otherOps,
    integerOps,
    weightBytes,
    activationBytes,
    peakActivationBytes,
  } = entry;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Parameters', <Quantity key="params" value={params} unit="" prefixed />],
    ['Multiply-accumulates', <Quantity key="macs" value={macs} unit="MACs" prefixed />],
    ['FLOPs forward', <Quantity key="flops" value={flops} unit="FLOPs" prefixed />],
    ['FLOPs backward', <Quantity key="backward" value={2 * backwardMacs} unit="FLOPs" prefixed />],
    ['Other ops', <Quantity key="other" value={otherOps} unit="ops" prefixed />],
    ...(integerOps > 0
      ? [
          [
            'Of these in integers',
            <Quantity key="integer" value={integerOps} unit="ops" prefixed />,
          ] as const,
        ]
      : []),
    ['Weights', <Quantity key="weights" value={weightBytes} unit="B" prefixed />],
    ['Activations moved', <Quantity key="activations" value={activationBytes} unit="B" prefixed />],
    [
      'Largest live activations',
      <Quantity key="peak" value={peakActivationBytes} unit="B" prefixed />,
    ],
    [
      'Intensity',
      <Quantity key="intensity" value={flops / (weightBytes + activationBytes)} unit="FLOPs/B" />,
    ],
    [
      'Input',
      entry.inputs
        .map(({ name, dtype, dims }) => `${name} ${dtype} ${dims.join(' × ')}`)
        .join('; '),
    ],
    ['Precision', entry.precision],
    ['Batch', String(entry.batch)],
    ['SHA-256 of the file', <code key="digest">{entry.digest}</code>],
  ];
  return (
    <dl className="facts">
      {facts.flatMap(([name, value]) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name} value`}>{value}</dd>,
      ])}
    </dl>
  );
}
