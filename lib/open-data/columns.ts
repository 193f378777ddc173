// The columns of the open data, once: the live exports, the monthly snapshots, their dictionary and
// their Croissant description are all made from this table. One row is one measurement, whatever
// its outcome.

import { CELL_MODES_IN_WORDS } from '../bench/mode';

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'time' | 'list';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit?: string;
  readonly description: string;
  /** SQL over `r` (runs) and `m` (measurements). */
  readonly sql: string;
}

const text = (name: string, sql: string, description: string): Column => ({
  name,
  type: 'text',
  sql,
  description,
});
const integer = (name: string, sql: string, description: string, unit?: string): Column => ({
  name,
  type: 'integer',
  sql,
  description,
  ...(unit !== undefined && { unit }),
});
const number = (name: string, sql: string, unit: string, description: string): Column => ({
  name,
  type: 'number',
  sql,
  unit,
  description,
});
const truth = (name: string, sql: string, description: string): Column => ({
  name,
  type: 'boolean',
  sql,
  description,
});
const list = (name: string, sql: string, unit: string, description: string): Column => ({
  name,
  type: 'list',
  sql,
  unit,
  description,
});

export const COLUMNS: readonly Column[] = [
  text('run', 'r.id', 'The run, as its page and the API name it.'),
  integer('position', 'm.position', 'Place of the measurement in its run, from 0.'),
  text(
    'submitter',
    `left(encode(sha256(convert_to('flopmark-export/1:' || r.submitter, 'UTF8')), 'hex'), 16)`,
    'Pseudonym of the browser that published the run. On the board the browsers of one network share a vote.',
  ),
  {
    name: 'published_at',
    type: 'time',
    sql: 'r.created_at',
    description: 'When the run was accepted, by the clock of the database; UTC.',
  },
  text('protocol', 'r.protocol', 'Version of the measuring protocol.'),
  text(
    'flop_convention',
    'r.flop_convention',
    'Version of the convention by which FLOPs are counted.',
  ),
  text(
    'plausibility',
    'r.plausibility_version',
    'Version of the rules that gave the level of trust.',
  ),
  text('device_table', 'r.device_table_version', 'Version of the table of device names.'),
  text('suite', `r.suite || '@' || r.suite_version`, 'Suite that was run, with its version.'),
  text('workload', 'm.workload', 'Kernel or model.'),
  integer('workload_version', 'm.workload_version', 'Its version; versions never mix.'),
  text('digest', 'm.digest', 'SHA-256 of the ONNX bytes that were run.'),
  integer('batch', 'm.batch', 'Batch size.'),
  integer('params', 'm.params', 'Trainable parameters.'),
  integer('macs', 'm.macs', 'Multiply-accumulates of one run, counted statically.'),
  integer('flops', 'm.flops', 'FLOPs of one run: two per multiply-accumulate.'),
  integer('other_ops', 'm.other_ops', 'Operations that are no multiply-accumulates.'),
  integer('weight_bytes', 'm.weight_bytes', 'Bytes of the weights.', 'B'),
  integer('activation_bytes', 'm.activation_bytes', 'Bytes of activations read and written.', 'B'),
  text('storage_type', 'm.storage_type', 'Type that weights are stored in.'),
  text('compute_type', 'm.compute_type', 'Type of the arithmetic.'),
  text('backend', 'm.backend', 'wasm, webgpu, webnn-cpu, webnn-gpu or webnn-npu.'),
  text('mode', 'm.mode', `How it ran: ${CELL_MODES_IN_WORDS}.`),
  truth('fell_back', 'm.fell_back', 'Some compute node ran elsewhere than on the named backend.'),
  text(
    'requested',
    `case when m.backend like 'webnn-%' then substr(m.backend, 7) end`,
    'Device that WebNN was asked for; the browser may have used another. Empty on other backends.',
  ),
  text(
    'validation_mode',
    'm.validation_mode',
    'How much the WebGPU provider checks around each call.',
  ),
  integer('threads_wanted', 'm.threads_wanted', 'Threads asked for on WASM.'),
  integer(
    'threads_got',
    'm.threads_got',
    'Threads that the runtime had; empty where none compute.',
  ),
  text('device', 'm.device_slug', 'The device of this backend, as its page names it.'),
  text('device_name', 'm.device_name', 'Its name, made from what the browser reported.'),
  text('device_kind', 'm.device_kind', 'gpu, cpu, npu or software.'),
  text('outcome', 'm.outcome', 'measured, incorrect, failed, crashed or skipped.'),
  text('cause', 'm.cause', 'Why it failed, crashed or was skipped.'),
  text('reason', 'm.reason', 'The same in words, of the browser or of the checker.'),
  number('session_ms', 'm.session_ms', 'ms', 'Creation of the session.'),
  number('first_run_ms', 'm.first_run_ms', 'ms', 'The first run.'),
  number(
    'median_ms',
    'm.median_ms',
    'ms',
    'Time of one inference in the steady state: the geometric mean over its passes of the lower quartile of their samples (flopmark/1: of their medians).',
  ),
  number(
    'ci95_low_ms',
    'm.ci_low_ms',
    'ms',
    'Lower end of its 95 % interval, with what passes of the run differ by.',
  ),
  number('ci95_high_ms', 'm.ci_high_ms', 'ms', 'Upper end of it.'),
  number('p10_ms', 'm.p10_ms', 'ms', '10th percentile of the samples.'),
  number('p90_ms', 'm.p90_ms', 'ms', '90th percentile of the samples.'),
  number('mad_ms', 'm.mad_ms', 'ms', 'Median absolute deviation of the samples.'),
  number(
    'drift',
    'm.drift',
    '1',
    'Relative change from the first to the last third of the samples of a pass, of two the larger one.',
  ),
  number('gflops', 'm.gflops', 'GFLOPS', 'Static FLOPs over that time.'),
  number(
    'dispatch_slope_us',
    'm.dispatch_slope_us',
    'µs',
    'What one more node costs: the slope over the run’s chains of 1, 10 and 100 nodes.',
  ),
  number(
    'frame_gap_longest_ms',
    'm.frame_gap_longest_ms',
    'ms',
    'Longest gap between frames of the page while this was measured.',
  ),
  number('frame_gap_p95_ms', 'm.frame_gap_p95_ms', 'ms', '95th percentile of these gaps.'),
  number(
    'pressure_serious_share',
    `(m.pressure->>'serious')::float8 + (m.pressure->>'critical')::float8`,
    '1',
    'Share of the time in which PressureObserver called the CPU’s state serious or critical.',
  ),
  number(
    'output_error',
    'm.output_error',
    '1',
    'Largest error of the output, relative to its largest value.',
  ),
  list('samples_ms', 'm.samples_ms', 'ms', 'Time of each sample, in measured order.'),
  list('sample_iterations', 'm.sample_iterations', '1', 'Runs in each sample.'),
  text(
    'quality',
    `array_to_string(m.quality, ' ')`,
    'Codes of doubt, separated by spaces; see /methodology.',
  ),
  text('quality_grade', 'm.quality_grade', 'good, fair or poor. Poor is never ranked.'),
  integer('trust_level', 'm.trust_level', '0 unverified, 1 consistent, 2 attested by exact work.'),
  number(
    'proven_gflops',
    `case when m.trust_level > 0 and m.quarantine_reasons = '{}' then m.proven_gflops end`,
    'GFLOPS',
    'Rate that a proof of work on this backend shows at least; empty in rows of level 0.',
  ),
  number(
    'proven_share',
    'm.proven_share',
    '1',
    'Highest share of a proven rate that honest runs of this class reach; empty where no proof speaks of the claim.',
  ),
  text('runtime', 'r.runtime', 'What ran the graphs: ort is onnxruntime-web.'),
  text('ort_version', 'r.ort_version', 'Its version.'),
  text(
    'ort_bundle',
    'coalesce(m.bundle, r.ort_bundle)',
    'Its build of this row; before flopmark/2 the builds of the whole run.',
  ),
  truth(
    'relaxed_simd',
    'r.relaxed_simd',
    'The browser has relaxed SIMD; empty where it was not probed.',
  ),
  text('browser', 'r.browser', 'Browser.'),
  integer('browser_major', 'r.browser_major', 'Its major version.'),
  text('os', 'r.os', 'Operating system.'),
  text('form', 'r.form', 'desktop, phone, tablet or other.'),
  integer('cores', 'r.cores', 'Logical cores, as the browser says.'),
  number('memory_gib', 'r.memory_gib', 'GiB', 'Memory, as the browser rounds it.'),
  truth('isolated', 'r.cross_origin_isolated', 'The page was cross-origin isolated.'),
  number('timer_step_us', 'r.timer_step_us', 'µs', 'Smallest step of the timer.'),
  text('power', 'r.power_state', 'mains, battery or unknown.'),
];
