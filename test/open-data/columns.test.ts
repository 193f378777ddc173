// A column that is stored is published, or named here with the reason for which it is not: a new
// one is not forgotten.
import { getTableColumns } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { MODES } from '@/lib/bench/mode';
import { measurements, runs } from '@/lib/db/schema';
import { COLUMNS } from '@/lib/open-data/columns';

const WITHHELD: Readonly<Record<'r' | 'm', Readonly<Record<string, string>>>> = {
  r: {
    challenge: 'names a visit to the server',
    started_at: 'the visitor’s own clock: created_at is the database’s',
    state: 'decides whether a run is exported at all',
    synthetic: 'decides whether a run is exported at all',
    schema_version: 'how it was sent, which the columns do not show',
    counter_version: 'follows from flop_convention and digest',
    licence: 'one for all rows: CC0-1.0, in the description',
    consent_version: 'one for all rows',
    simd: 'true wherever the runtime runs',
    power_provenance: 'part of the environment',
    environment: 'raw strings of browsers, from which people could be told apart',
    declared: 'what a visitor typed',
    declared_gpu_slug: 'what a visitor typed',
    declared_cpu_slug: 'what a visitor typed',
    trust_level: 'the rows have their own',
    trust_reasons: 'codes for moderators',
    quarantine_reasons: 'codes for moderators',
  },
  m: {
    id: 'run and position name a row',
    run: 'r.id',
    inputs: 'follow from workload and digest',
    integer_ops: 'follow from macs and compute_type',
    options: 'session options: mode and validation_mode are columns',
    hidden_ms: 'a row that was hidden has a quality code',
    warmup_ms: 'no part of the result',
    warmup_iterations: 'no part of the result',
    output: 'sketch of the outputs, by which copies are found',
    trust_reasons: 'codes for moderators',
    network_hash: 'a pseudonym of a network',
    block_hash: 'a pseudonym of a block of networks',
  },
};

type Alias = keyof typeof WITHHELD;

const isPublished = (alias: Alias, name: string): boolean =>
  COLUMNS.some(({ sql }) => new RegExp(`\\b${alias}\\.${name}\\b`).test(sql));

/** Of the columns of a table those that are neither published nor withheld. */
const forgottenOf = (alias: Alias, names: readonly string[]): string[] =>
  names.filter((name) => !isPublished(alias, name) && !(name in WITHHELD[alias]));

describe.each([
  ['r', runs],
  ['m', measurements],
] as const)('columns of %s', (alias, table) => {
  const names = Object.values(getTableColumns(table)).map(({ name }) => name);

  it('are published, or withheld with a reason', () => {
    expect(forgottenOf(alias, names)).toEqual([]);
  });

  it('are not published that are withheld, nor withheld that are not there', () => {
    expect(
      Object.keys(WITHHELD[alias]).filter(
        (name) => isPublished(alias, name) || !names.includes(name),
      ),
    ).toEqual([]);
  });

  it('are found where one is forgotten', () => {
    expect(forgottenOf(alias, [...names, 'planted'])).toEqual(['planted']);
  });
});

it('says of the column of modes every value that is stored', () => {
  const { description } = COLUMNS.find(({ name }) => name === 'mode') ?? { description: '' };
  for (const mode of MODES) expect(description).toContain(mode);
  expect(description).not.toContain('graph-capture');
});
