// Which cells a board ranks, once for the board, badges and whatever else compares devices.
import { type SQL, sql } from 'drizzle-orm';
import { PROTOCOL } from '../bench/protocol';
import type { Backend, ThreadsClass } from '../core/backend';
import { NETWORKS_FOR_A_RANK } from '../standings/evidence';

/** The lowest trust level whose rows count: consistent, or attested as well. */
export type RankedLevel = 1 | 2;

export interface RankedKeys {
  readonly workload: string;
  readonly version: number;
  /** null: every backend, each in rows of its own. */
  readonly backend: Backend | null;
  readonly threads: ThreadsClass;
  readonly trust?: RankedLevel;
}

/** Left out everywhere: synthetic rows, declared devices, software adapters, captured graphs. */
export const RANKED_KINDS: SQL = sql`c.mode = 'run' and not c.synthetic
    and c.device_kind not in ('software', 'declared')`;

/**
 * The cell `c` holds a vote for a device that was detected, at the lowest level that counts.
 * Software adapters and captured graphs are among them: they are shown, and not ranked.
 */
export const VOTED_CELL: SQL = sql`c.networks > 0 and c.trust = 1 and not c.synthetic
    and c.device_kind <> 'declared'`;

/** Protocols never mix, and boards show the one that runs are measured by now. */
export const OF_PROTOCOL: SQL = sql`c.protocol = ${PROTOCOL.id}`;

/** Whether the cell `c` is not ranked yet, as lib/standings/evidence has it. */
export const PROVISIONAL: SQL = sql`(
  c.networks < ${NETWORKS_FOR_A_RANK}
    or not (case when c.provable then c.blocks >= ${NETWORKS_FOR_A_RANK} else c.agreeing > 0 end))`;

/** Whether what networks agreed on has moved, so that the row is shown as disputed. */
export const DISPUTED: SQL = sql`coalesce(c.disputed_until > clock_timestamp(), false)`;

/** The same keys, or arguments of a function of the database that has them. */
type Given<T> = { readonly [K in keyof T]: T[K] | SQL };

/** A condition on the key columns of `c`. */
export const rankedKeys = (keys: Given<RankedKeys>): SQL =>
  sql`${OF_PROTOCOL} and ${keysOfAnyProtocol(keys)}`;

/** The same without the protocol, for what was dated while another was in use. */
export const keysOfAnyProtocol = ({
  workload,
  version,
  backend,
  threads,
  trust = 1,
}: Given<RankedKeys>): SQL => sql`
  c.workload = ${workload} and c.workload_version = ${version} and c.trust = ${trust}
    and ${RANKED_KINDS}
    and (${backend}::text is null or c.backend = ${backend})
    and (c.backend <> 'wasm' or c.threads = ${threads})`;
