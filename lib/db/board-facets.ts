// What the people of a workload's board measured with: the values that a filter on software can
// take, most keys first. Looked for among some voices of each cell: a page costs the same however
// many there are.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { OF_PROTOCOL, VOTED_CELL } from './ranked-keys';
import { rowsOf } from './transaction';

export interface BoardFacets {
  readonly browser: readonly string[];
  readonly os: readonly string[];
  readonly form: readonly string[];
  readonly ortVersion: readonly string[];
}

interface FacetRow extends Record<string, unknown> {
  readonly facet: keyof BoardFacets;
  readonly value: string;
}

/** Voices of a cell that are looked at. */
const MOST_VOICES = 200;
/** Values of one facet past this are left out: they have the fewest keys. */
const MOST_VALUES = 20;

/** What a workload's board can be filtered by: the values that its stored votes have. */
export async function boardFacets(
  db: Database,
  workload: string,
  version: number,
): Promise<BoardFacets> {
  const rows = await rowsOf<FacetRow>(
    db,
    sql`
    select facet.name as facet, facet.value
      from cells c
     cross join lateral (
       select own.browser, own.os, own.form, own.ort_version from voices own where own.cell = c.id
         limit ${MOST_VOICES}) v
     cross join lateral (values
       ('browser', v.browser), ('os', v.os), ('form', v.form), ('ortVersion', v.ort_version)) as facet (name, value)
     where c.workload = ${workload} and c.workload_version = ${version}
       and ${VOTED_CELL} and ${OF_PROTOCOL}
     group by facet.name, facet.value
     order by facet.name, count(*) desc, facet.value`,
  );
  const valuesOf = (facet: keyof BoardFacets): string[] =>
    rows
      .filter((row) => row.facet === facet)
      .map(({ value }) => value)
      .slice(0, MOST_VALUES);
  return {
    browser: valuesOf('browser'),
    os: valuesOf('os'),
    form: valuesOf('form'),
    ortVersion: valuesOf('ortVersion'),
  };
}
