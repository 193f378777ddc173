// Which workloads are paired, and what their FLOP counts promise: a net against itself at another
// precision, against itself with channels pruned, and a classic net against one designed to need
// fewer FLOPs.
import type { ManifestEntry } from './workload';

/**
 * The id without what makes it a variant: resnet50-pruned30-fp32 and resnet50-b8-fp32 are resnet50.
 */
export function stemOf({ id, precision, batch }: ManifestEntry): string {
  const plain = id.slice(0, id.length - precision.length - 1);
  return plain.replace(batch === 1 ? '' : `-b${batch}`, '').replace(/-pruned\d+$/, '');
}

export interface Pair {
  readonly base: ManifestEntry;
  readonly variant: ManifestEntry;
  /** The row of the figure that the pair belongs to. */
  readonly group: string;
}

type Manifest = ReadonlyMap<string, ManifestEntry>;

const PRECISIONS = {
  fp16: 'fp16',
  w8a8: 'int8',
  w4a16: 'int4, fp16',
  w4a32: 'int4, fp32',
} as const;
const PRUNED = /-pruned(\d+)-/;

const isPrecision = (precision: string): precision is keyof typeof PRECISIONS =>
  precision in PRECISIONS;

/** The same bytes but for the type: fp32 at the same batch, unpruned. */
function fp32Of(manifest: Manifest, entry: ManifestEntry): ManifestEntry | undefined {
  return manifest.get(`${entry.id.slice(0, -entry.precision.length)}fp32`);
}

/** Pairs of the same network in fp32 and in another precision. */
export function precisionPairs(manifest: Manifest): Pair[] {
  return [...manifest.values()].flatMap((variant) => {
    const base = fp32Of(manifest, variant);
    if (base === undefined || !isPrecision(variant.precision) || base.id === variant.id) return [];
    return [{ base, variant, group: PRECISIONS[variant.precision] }];
  });
}

/** Pairs of the same network whole and with a part of its channels pruned. */
export function pruningPairs(manifest: Manifest): Pair[] {
  return [...manifest.values()].flatMap((variant) => {
    const percent = PRUNED.exec(variant.id)?.[1];
    const base = manifest.get(`${stemOf(variant)}-${variant.precision}`);
    return percent === undefined || base === undefined
      ? []
      : [{ base, variant, group: `${base.title}, ${percent} %` }];
  });
}

/** A classic net, and nets of the same task that were designed to need fewer FLOPs. */
const DESIGNS: Readonly<Record<string, readonly string[]>> = {
  'resnet50-fp32': [
    'mobilenet-v2-fp32',
    'mobilenet-v3-large-fp32',
    'mobilenet-v3-small-fp32',
    'efficientnet-b0-fp32',
    'shufflenet-v2-x1-0-fp32',
    'squeezenet1-1-fp32',
    'mnasnet1-0-fp32',
    'regnet-y-400mf-fp32',
  ],
};

/** Pairs of a classic network and one designed to need less arithmetic. */
export function designPairs(manifest: Manifest): Pair[] {
  return Object.entries(DESIGNS).flatMap(([id, variants]) => {
    const base = manifest.get(id);
    return variants.flatMap((other) => {
      const variant = manifest.get(other);
      return base === undefined || variant === undefined
        ? []
        : [{ base, variant, group: variant.title }];
    });
  });
}

/** How many times fewer FLOPs the variant has. */
export const promised = ({ base, variant }: Pair): number => base.flops / variant.flops;

/** Every net or kernel of the same stem against the first of them: precision, batch, pruning. */
function stemPairs(manifest: Manifest): Pair[] {
  const first = new Map<string, ManifestEntry>();
  return [...manifest.values()].flatMap((variant) => {
    const stem = `${variant.kind} ${stemOf(variant)}`;
    const base = first.get(stem);
    if (base === undefined) first.set(stem, variant);
    return base === undefined ? [] : [{ base, variant, group: stem }];
  });
}

/** All that any page compares, each once: what is kept as runs arrive (lib/db/gains). */
export function comparedPairs(manifest: Manifest): Omit<Pair, 'group'>[] {
  const all = [
    ...precisionPairs(manifest),
    ...pruningPairs(manifest),
    ...designPairs(manifest),
    ...stemPairs(manifest),
  ];
  return [
    ...new Map(
      all.map(({ base, variant }) => [`${base.id} ${variant.id}`, { base, variant }]),
    ).values(),
  ];
}
