// All that the calculator offers, and what an address says of it.
import { BLOCKS } from './blocks';
import { initialSizes, type Kind, type Sizes } from './kind';
import { LAYERS } from './layers';

export const KINDS: readonly Kind[] = [...LAYERS, ...BLOCKS];

/** A device's two limits: what it computes and what it moves in a second. */
export interface Limits {
  readonly gflops: number;
  readonly gigabytes: number;
}

/** A laptop's processor in a browser, of that order; a reader sets their own. */
export const USUAL_LIMITS: Limits = { gflops: 50, gigabytes: 20 };

export interface Choice {
  readonly kind: Kind;
  readonly sizes: Sizes;
  readonly limits: Limits;
}

const [FIRST] = KINDS;

/** What `query` says; what it does not say, or says badly, is as it is at first. */
export function readChoice(query: { get(name: string): string | null }): Choice {
  const kind = KINDS.find(({ id }) => id === query.get('kind')) ?? FIRST;
  if (kind === undefined) throw new Error('the calculator offers nothing');
  const initial = initialSizes(kind);
  const sizes = Object.fromEntries(
    kind.sizes.map(({ key }) => {
      const said = query.get(key);
      return [key, said === null || said.trim() === '' ? (initial[key] ?? 1) : Number(said)];
    }),
  );
  const limit = (name: keyof Limits): number => {
    const said = Number(query.get(name));
    return Number.isFinite(said) && said > 0 ? said : USUAL_LIMITS[name];
  };
  return { kind, sizes, limits: { gflops: limit('gflops'), gigabytes: limit('gigabytes') } };
}

/** The address of a choice; limits that are as usual are left out. */
export function addressOf({ kind, sizes, limits }: Choice): string {
  const fields = new URLSearchParams({ kind: kind.id });
  for (const { key } of kind.sizes) fields.set(key, String(sizes[key]));
  for (const name of ['gflops', 'gigabytes'] as const)
    if (limits[name] !== USUAL_LIMITS[name]) fields.set(name, String(limits[name]));
  return `/learn/calculator?${fields}`;
}
