// The medians of kernels on the devices that a board lists, as predictions need them: one row for
// each kernel, backend and thread count of a device. Read from the standings, of the devices with
// most people.
import { sql } from 'drizzle-orm';
import type { Backend, ThreadsClass } from '../core/backend';
import type { Database } from './client';
import { OF_PROTOCOL, RANKED_KINDS } from './ranked-keys';
import { rowsOf, textArray } from './transaction';

export interface KernelTimes {
  readonly slug: string;
  readonly name: string;
  readonly backend: Backend;
  /** `max` where threads do not compute. */
  readonly threads: ThreadsClass;
  /** People in the kernel that most of them measured. */
  readonly people: number;
  /** Milliseconds by workload, of its newest version. */
  readonly times: Readonly<Record<string, number>>;
}

interface Row extends Record<string, unknown> {
  readonly slug: string;
  readonly name: string;
  readonly backend: Backend;
  readonly threads: ThreadsClass;
  readonly people: number;
  readonly times: Readonly<Record<string, number>>;
}

export interface KernelQuery {
  readonly kernels: readonly string[];
  /** Only this device; null for those with most people. */
  readonly slug: string | null;
  /** Devices at most. */
  readonly limit: number;
}

/**
 * Reads the board's times of kernels, device by device, those of most people first: at most `limit`
 * devices, or the one of `slug`.
 */
export function kernelTimes(
  db: Database,
  { kernels, slug, limit }: KernelQuery,
): Promise<readonly KernelTimes[]> {
  return rowsOf<Row>(
    db,
    sql`
    with listed as (
      select c.device_slug, max(c.people) as people
        from cells c
       where c.workload = any(${textArray(kernels)}) and c.trust = 1 and c.people > 0
         and ${OF_PROTOCOL}
         and ${RANKED_KINDS} and (${slug}::text is null or c.device_slug = ${slug})
       group by c.device_slug
       order by max(c.people) desc, c.device_slug
       limit ${limit})
    select c.device_slug as slug, max(c.device_name) as name, c.backend,
           case when c.backend = 'wasm' then c.threads else 'max' end as threads,
           max(c.people) as people, json_object_agg(c.workload, c.p50_ms
             order by c.workload_version) as times
      from listed
      join cells c on c.device_slug = listed.device_slug
     where c.workload = any(${textArray(kernels)}) and c.trust = 1 and c.people > 0
       and ${OF_PROTOCOL}
       and ${RANKED_KINDS}
     group by c.device_slug, c.backend, case when c.backend = 'wasm' then c.threads else 'max' end,
       listed.people
     order by listed.people desc, c.device_slug, c.backend, threads`,
  );
}
