// How a workload is run, apart from where: results of different modes never mix, so the mode is
// part of a cell's key.

/**
 * `graph` records the GPU's commands once and replays them; `sustained` runs on and on to see what
 * heat does.
 */
export const MODES = ['run', 'graph', 'sustained'] as const;
export type Mode = (typeof MODES)[number];

/**
 * How long a sustained measurement may run, in seconds: each length is a board of its own, so there
 * are few.
 */
export const SUSTAIN_SECONDS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;

/**
 * The mode in a cell's key: sustained measurements of different lengths, in seconds, are not alike.
 */
export type CellMode = Exclude<Mode, 'sustained'> | `sustained-${number}`;

/** The mode of a run's options, and of a stored row: the first of them that it begins with. */
export const modeOf = (stored: string | undefined): Mode =>
  MODES.find((mode) => stored?.startsWith(mode) === true) ?? 'run';

/** Every value that a column of modes may hold, in words. */
export const CELL_MODES_IN_WORDS = MODES.map((mode) =>
  mode === 'sustained' ? 'sustained-N (for N seconds)' : mode,
).join(', ');

export const MODE_WORDS = {
  run: null,
  graph: 'graph capture',
  sustained: 'sustained',
} as const satisfies Record<Mode, string | null>;
