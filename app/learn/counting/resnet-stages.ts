// Where the multiply-accumulates of ResNet-50 sit: its stem, its four stages and its classifier,
// told apart by the extent of what each node writes. Counts are those of the pinned layer table.
import type { LayerRow } from '@/lib/models/layer-table';
import table from '@/lib/models/layer-tables/resnet50-fp32.json' with { type: 'json' };

export interface Stage {
  readonly name: string;
  readonly macs: number;
  readonly params: number;
}

const STAGES: readonly (readonly [name: string, extent: number])[] = [
  ['First convolution, 112 × 112', 112],
  ['Stage 1, 56 × 56', 56],
  ['Stage 2, 28 × 28', 28],
  ['Stage 3, 14 × 14', 14],
  ['Stage 4, 7 × 7', 7],
];

/**
 * A block that halves the extent begins with a convolution at the larger one; it is counted where
 * it writes. What is not an image is the classifier.
 */
export function resnetStages(rows: readonly LayerRow[] = table): readonly Stage[] {
  const sum = (name: string, members: readonly LayerRow[]): Stage => ({
    name,
    macs: members.reduce((all, { macs }) => all + macs, 0),
    params: members.reduce((all, { params }) => all + params, 0),
  });
  return [
    ...STAGES.map(([name, extent]) =>
      sum(
        name,
        rows.filter(({ dims }) => dims.length === 4 && dims[2] === extent),
      ),
    ),
    sum(
      'Classifier',
      rows.filter(({ dims }) => dims.length !== 4),
    ),
  ];
}
