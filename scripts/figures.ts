// Measured figures as a command prints them, each beside its limit, and whether all of them hold.
import { cpus } from 'node:os';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Null: reported, not judged. */
  readonly limit: number | null;
  readonly atLeast?: boolean;
}

function line({ what, value, unit, limit, atLeast = false }: Figure): string {
  const bound = limit === null ? '' : `   ${atLeast ? 'at least' : 'limit'} ${limit} ${unit}`;
  const digits = value.toFixed(Number.isInteger(value) ? 0 : 2);
  return `${what.padEnd(42)}${digits.padStart(10)} ${unit.padEnd(3)}${bound}`;
}

const held = ({ value, limit, atLeast = false }: Figure): boolean =>
  limit === null || (atLeast ? value >= limit : value <= limit);

/** Prints the machine and the figures; 0 when all hold, 1 when a limit is passed. */
export function report(figures: readonly Figure[]): 0 | 1 {
  console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`);
  for (const figure of figures) console.log(line(figure));
  return figures.every(held) ? 0 : 1;
}
