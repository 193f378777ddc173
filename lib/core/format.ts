// How numbers look to a person (docs/look.md, "Numbers"): three significant digits, SI prefixes, a
// thin space before the unit, and "—" for what is not known. Unrounded values stay in titles and in
// JSON.

export const UNKNOWN = '—';
const THIN_SPACE = '\u2009';

const PREFIXES: readonly { factor: number; symbol: string }[] = [
  { factor: 1e15, symbol: 'P' },
  { factor: 1e12, symbol: 'T' },
  { factor: 1e9, symbol: 'G' },
  { factor: 1e6, symbol: 'M' },
  { factor: 1e3, symbol: 'k' },
  { factor: 1, symbol: '' },
  { factor: 1e-3, symbol: 'm' },
  { factor: 1e-6, symbol: 'µ' },
  { factor: 1e-9, symbol: 'n' },
];

/**
 * Three significant digits without exponent, trailing zeros kept: 0.601, 38.4, 7.10, 1234 → "1230".
 */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  if (magnitude >= digits) return String(Number(value.toPrecision(digits)));
  return value.toFixed(Math.max(0, digits - 1 - magnitude));
}

function prefixOf(value: number): { factor: number; symbol: string } {
  const rounded = Math.abs(Number(value.toPrecision(3)));
  return PREFIXES.find(({ factor }) => rounded >= factor) ?? { factor: 1e-9, symbol: 'n' };
}

/** Units of what is counted and not measured. */
const COUNTED: ReadonlySet<string> = new Set(['', 'FLOPs', 'MACs', 'params', 'ops', 'B']);

/**
 * `value` in its SI prefix: si(3504872, 'params') → "3.50 M params"; si(601548544, 'FLOPs') → "602
 * MFLOPs". A whole count below a thousand is exact: si(96, 'FLOPs') → "96 FLOPs".
 */
export function si(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  if (value === 0) return `0${THIN_SPACE}${unit}`;
  const prefix = prefixOf(value);
  const isExact = prefix.factor === 1 && Number.isInteger(value) && COUNTED.has(unit);
  const digits = isExact ? String(value) : significant(value / prefix.factor);
  return `${digits}${THIN_SPACE}${prefix.symbol}${unit}`;
}

/**
 * Half a width of uncertainty on the scale of its value, two digits: spread(0.0182, 0.00015, 's') →
 * "±0.15 ms".
 */
export function spread(value: number, halfWidth: number, unit: string): string {
  if (!Number.isFinite(value) || !Number.isFinite(halfWidth)) return UNKNOWN;
  const prefix = prefixOf(value);
  return `±${significant(halfWidth / prefix.factor, 2)}${THIN_SPACE}${prefix.symbol}${unit}`;
}

/** Milliseconds as a person reads them: 7.12 ms, 840 µs, 1.20 s. */
export function duration(ms: number | null | undefined): string {
  return si(ms === null || ms === undefined ? ms : ms / 1000, 's');
}

/** `value` with its unit and a thin space, three digits, no prefix. */
export function quantity(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return `${significant(value)}${THIN_SPACE}${unit}`;
}

/** A measured share of 1 in percent: percent(0.0712) → "7.12 %". */
export const percent = (share: number): string => quantity(100 * share, '%');

/** A share that is set and not measured, without zeros at its end: exactPercent(0.95) → "95 %". */
export const exactPercent = (share: number): string =>
  `${Number((100 * share).toPrecision(3))}${THIN_SPACE}%`;

/** A share in percent to one decimal, as a column of shares has it: 0.0712 → "7.1 %". */
export const percentToTenth = (share: number): string =>
  `${(100 * share).toFixed(1)}${THIN_SPACE}%`;

/** An exact integer with thin spaces between groups of three: 3 504 872. */
export function integer(value: number | bigint | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
}
