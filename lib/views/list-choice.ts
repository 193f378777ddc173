// What the list of models shows, read from the address: one precision, one order.
import { oneOf, taken } from '@/lib/edge/parameters';
import type { ManifestEntry, Precision } from '@/lib/models/workload';

export const PRECISIONS = [
  'fp32',
  'fp16',
  'w8a8',
  'w4a16',
  'w4a32',
] as const satisfies readonly Precision[];
export const LIST_SORTS = ['title', 'flops', 'params', 'networks'] as const;
export type ListSort = (typeof LIST_SORTS)[number];

export interface ListChoice {
  /** Null: every net once, in its first variant. */
  readonly precision: Precision | null;
  readonly sort: ListSort;
}

export type Query = Readonly<Record<string, string | string[] | undefined>>;

const text = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value : '';

/** What the address of the list of models asks for; unknown words are not asked. */
export function readListChoice({ precision, sort }: Query): ListChoice {
  return {
    precision: taken(oneOf(PRECISIONS, text(precision))),
    sort: taken(oneOf(LIST_SORTS, text(sort))) ?? 'title',
  };
}

/** Least work first, most networks first. `networks` gives how many have a vote on a workload. */
export function sortEntries(
  entries: readonly ManifestEntry[],
  sort: ListSort,
  networks: ReadonlyMap<string, number>,
): ManifestEntry[] {
  const count = ({ id }: ManifestEntry): number => networks.get(id) ?? 0;
  const orders = {
    title: (a, b) => a.title.localeCompare(b.title, 'en'),
    flops: (a, b) => a.flops - b.flops,
    params: (a, b) => a.params - b.params,
    networks: (a, b) => count(b) - count(a),
  } as const satisfies Record<ListSort, (a: ManifestEntry, b: ManifestEntry) => number>;
  return entries.toSorted((a, b) => orders[sort](a, b) || orders.title(a, b));
}
