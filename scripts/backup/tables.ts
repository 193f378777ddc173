// What a backup holds, in the order in which it is written and read: everything that cannot be
// computed from the rest. Standings and gains can, and are, as the runs come back. A test gives
// every table of the database its place here.

export interface KeptTable {
  readonly name: string;
  /** Its primary key, with the types that its values are compared as. */
  readonly key: readonly (readonly [column: string, type: string])[];
}

/**
 * Read row by row; `runs` are read whole, each with its measurements, its challenge and its proofs
 * (./read).
 */
export const KEPT_TABLES = {
  submitters: { name: 'submitters', key: [['id', 'text']] },
  challenges: { name: 'challenges', key: [['id', 'text']] },
  proofs: { name: 'proofs', key: [['id', 'text']] },
  runs: { name: 'runs', key: [['id', 'text']] },
  reports: {
    name: 'reports',
    key: [
      ['run', 'text'],
      ['network', 'text'],
    ],
  },
  private_golden: {
    name: 'private_golden',
    key: [
      ['workload', 'text'],
      ['workload_version', 'integer'],
      ['seed', 'bigint'],
    ],
  },
  fingerprints: { name: 'fingerprints', key: [['hash', 'bigint']] },
  audit: { name: 'audit', key: [['id', 'bigint']] },
} as const satisfies Record<string, KeptTable>;

export type KeptTableName = keyof typeof KEPT_TABLES;
export const KEPT_NAMES = Object.keys(KEPT_TABLES) as KeptTableName[];

/** Inside the lines of runs. */
export const INSIDE_RUNS: readonly string[] = ['measurements'];
/** Computed from the runs, but for what cells agreed on in the last days, which grows anew. */
export const DERIVED: readonly string[] = [
  'cells',
  'voices',
  'votes',
  'bins',
  'gains',
  'gain_votes',
  'gain_voices',
];
/** Of no use a day later. */
export const TRANSIENT: readonly string[] = ['rate_counts'];
