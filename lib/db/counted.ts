// Which rows count on the board, in which cells and by which time: once for the standings, for
// dated badges and for the rows outside. Rows of flopmark/1 keep the rules of their protocol, so
// that what was dated then stays what it was.
import { type SQL, sql } from 'drizzle-orm';
import { BIN_RATIO } from '../standings/histogram';
import { PROOF_MARGIN, PROVABLE } from '../submission/proof';
import { isNotPoor, isReleased, isWithinProof } from './conditions';

/** Two cells are the same if these columns are. */
export const CELL_KEY = sql.raw(
  'workload, workload_version, protocol, backend, mode, threads, device_slug, trust, synthetic',
);

/** The bin of a column of times, as lib/standings/histogram has it. */
export const binOfSql = (column: string): SQL =>
  sql.raw(`floor(ln(${column}) / ln(${BIN_RATIO}::float8))::int`);

/** In which class of threads the row `m` of measurements counts. */
export const THREADS_CLASS: SQL = sql.raw(
  "case when m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 then 'one' else 'max' end",
);

/** The protocol whose boards ranked no faster than what was proved. */
const CAPPED = "r.protocol = 'flopmark/1'";

/**
 * The time of the row `m` of the run `r` that stands on the board, milliseconds: the one that was
 * measured; of chains of tiny nodes what one more node costs. Null where the row has none.
 */
export const BOARD_MS: SQL = sql.raw(`case
    when ${CAPPED} and m.compute_type = 'fp32' and m.median_ms is not null
      then greatest(m.median_ms, m.flops::float8 / (${PROOF_MARGIN}::float8 *
        nullif(m.proven_gflops, 0) * 1e6))
    when not ${CAPPED} and m.workload like 'dispatch-%' then m.dispatch_slope_us / 1000
    else m.median_ms end`);

/** Whether a proof can speak of the row `m`, and so must before it counts. */
const PROVABLE_ROW: SQL = sql.raw(`case
    when ${CAPPED} then m.compute_type = 'fp32' and m.backend in (${PROVABLE.map((backend) => `'${backend}'`).join(', ')})
    else m.proven_share is not null end`);

/**
 * Poor rows, those above their proof and those that wait for a moderator are shown with their run
 * and counted nowhere.
 */
const COUNTS: SQL = sql`(${sql.raw(CAPPED)} or ${isNotPoor('m')} and ${isReleased('m')}
       and ${isWithinProof('m')})`;

/**
 * Whose vote the row is: its network's, as the protocol of before had it its key's. Null where no
 * network is known.
 */
const VOTER: SQL = sql.raw(
  `case when ${CAPPED} then 'key/' || r.submitter else m.network_hash end`,
);

/**
 * One row for each cell that a measurement counts in, of the runs `r` that are asked for: every
 * trust level that it reaches, the device that was detected and the one that was declared. Left
 * out: what fell back to another backend, battery, and WASM with some of the threads only.
 */
export const countedOf = (which: SQL): SQL => sql`(
  select m.workload, m.workload_version, r.protocol, m.backend, m.mode,
         ${THREADS_CLASS} as threads,
         device.slug as device_slug, level.trust::smallint as trust, r.synthetic,
         device.name as device_name, device.kind as device_kind, ${PROVABLE_ROW} as provable,
         r.id as run, r.submitter, r.created_at, board.ms as board_ms, ${VOTER} as network,
           m.block_hash as block
    from runs r
    join measurements m on m.run = r.id
    cross join lateral (select ${BOARD_MS} as ms) as board
    cross join lateral (values
      (m.device_slug, m.device_name, m.device_kind),
      (case when m.backend in ('webgpu', 'webnn-gpu') then r.declared_gpu_slug
            when m.backend in ('wasm', 'webnn-cpu') then r.declared_cpu_slug end,
       r.declared->>(case when m.backend in ('webgpu', 'webnn-gpu') then 'gpu' else 'cpu' end),
       'declared')) as device (slug, name, kind)
    cross join (values (1), (2)) as level (trust)
   where m.outcome = 'measured' and board.ms > 0 and not m.fell_back and r.power_state <> 'battery'
     and device.slug is not null and level.trust <= m.trust_level and ${COUNTS}
     and (m.backend <> 'wasm' or coalesce(m.threads_got, 1) = 1 or m.threads_got = m.threads_wanted)
     and ${which}
)`;
