// Which rows belong to the page of a device: those of a detected device by its slug, or those of
// the processor that was declared. Aliases: `m` or the given one for measurements, `r` for runs.
import { type SQL, sql } from 'drizzle-orm';
import { DECLARED_PREFIX } from '../device/declared';

export interface Members {
  /** Whether a row belongs. */
  readonly rows: SQL;
  /** SQL of the device's name and kind in a row. */
  readonly name: SQL;
  readonly kind: SQL;
}

/**
 * The condition that a stored row belongs to a device's page: the device itself, and the names that
 * are one with it.
 */
export function membersOf(slug: string, alias: 'm' | 'a' | 'b' = 'm'): Members {
  const m = sql.raw(alias);
  const kind = sql`'declared'`;
  if (slug.startsWith(DECLARED_PREFIX.gpu))
    return {
      rows: sql`r.declared_gpu_slug = ${slug} and ${m}.backend in ('webgpu', 'webnn-gpu')`,
      name: sql`r.declared->>'gpu'`,
      kind,
    };
  if (slug.startsWith(DECLARED_PREFIX.cpu))
    return {
      rows: sql`r.declared_cpu_slug = ${slug} and ${m}.backend in ('wasm', 'webnn-cpu')`,
      name: sql`r.declared->>'cpu'`,
      kind,
    };
  return {
    rows: sql`${m}.device_slug = ${slug}`,
    name: sql`${m}.device_name`,
    kind: sql`${m}.device_kind`,
  };
}
