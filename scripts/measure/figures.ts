// Measured figures as a command prints them, each beside its limit, and whether all of them hold;
// and the commands that measure with so many of one thing.
import { cpus } from 'node:os';
import { defineCommand, flag, type Runnable, whole } from '../command';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Null: reported, not judged. */
  readonly limit: number | null;
  readonly atLeast?: boolean;
}

function line(figure: Figure): string {
  const { what, value, unit, limit, atLeast = false } = figure;
  const bound =
    limit === null
      ? ''
      : `   ${atLeast ? 'at least' : 'limit'} ${limit} ${unit}, ${held(figure) ? 'met' : 'MISSED'}`;
  const digits = value.toFixed(Number.isInteger(value) ? 0 : 2);
  return `${what.padEnd(42)}${digits.padStart(10)} ${unit.padEnd(3)}${bound}`;
}

const held = ({ value, limit, atLeast = false }: Figure): boolean =>
  limit === null || (atLeast ? value >= limit : value <= limit);

/**
 * Prints the machine and the figures, as JSON with `more` beside them; 0 when all hold, 1 when a
 * limit is passed.
 */
export function report(figures: readonly Figure[], asJson: boolean, more: object = {}): 0 | 1 {
  const machine = {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown processor',
    cores: cpus().length,
  };
  const judged = figures.map((figure) => ({ ...figure, met: held(figure) }));
  if (asJson) console.log(JSON.stringify({ ...machine, figures: judged, ...more }));
  else {
    console.log(`Node ${machine.node}, ${machine.processor}, ${machine.cores} cores`);
    for (const figure of figures) console.log(line(figure));
  }
  return figures.every(held) ? 0 : 1;
}

export interface Bench {
  /** What is counted. */
  readonly what: string;
  readonly usual: number;
  readonly fewest: number;
  readonly measure: (count: number) => Promise<readonly Figure[]>;
}

/** The exit status of a command that holds figures against limits. */
export const LIMIT_EXIT = { 1: 'a limit is passed' } as const;

/** A command that measures with so many of one thing. */
export const benchCommand = ({ what, usual, fewest, measure }: Bench): Runnable =>
  defineCommand({
    options: {
      count: whole('N', what, usual, { least: fewest }),
      json: flag('the machine and the figures as JSON'),
    },
    exits: LIMIT_EXIT,
    run: async ({ count, json }) => report(await measure(count), json),
  });
