// The devices that anybody has measured, most people first. Detected devices only: declared ones have pages, no rank.
import { sql } from 'drizzle-orm';
import type { Database } from './client';

export interface DeviceSummary {
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly people: number;
  readonly workloads: number;
  readonly latestAt: Date;
}

export interface DeviceQuery {
  /** Words that the name must contain, in any order; empty: all devices. */
  readonly search: string;
  readonly limit: number;
}

interface RawRow extends Record<string, unknown> {
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly people: number;
  readonly workloads: number;
  readonly latest: string | Date;
}

/** Words past this are ignored. */
const MOST_WORDS = 8;

/** A word as a LIKE pattern: % and _ are letters like all others. */
const patternOf = (word: string): string => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;

export async function listDevices(db: Database, { search, limit }: DeviceQuery): Promise<DeviceSummary[]> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const matches = words.map((word) => sql` and lower(m.device_name) like ${patternOf(word)}`);
  const { rows } = await db.execute<RawRow>(sql`
    select m.device_slug as slug, max(m.device_name) as name, max(m.device_kind) as kind,
           count(distinct r.submitter)::int as people, count(distinct m.workload)::int as workloads,
           max(r.created_at) as latest
      from measurements m
      join runs r on r.id = m.run
     where m.outcome = 'measured' and r.state = 'live' and not r.synthetic${sql.join(matches)}
     group by m.device_slug
     order by people desc, latest desc, slug
     limit ${limit}`);
  return rows.map(({ latest, ...row }) => ({ ...row, latestAt: new Date(latest) }));
}
