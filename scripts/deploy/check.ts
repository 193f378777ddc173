// What a try of a deployment found: a line for each thing that was looked at.

export interface Check {
  readonly what: string;
  readonly good: boolean;
  /** What was seen. */
  readonly seen: string;
}

export const check = (what: string, good: boolean, seen: string | number): Check => ({
  what,
  good,
  seen: String(seen),
});

export const checkLine = ({ what, good, seen }: Check): string =>
  `${good ? 'good ' : 'FAULT'}  ${what}: ${seen}`;
