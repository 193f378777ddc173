// What a laboratory (`npm start -- --lab`, on loopback alone) believes of a simulated device: how
// long its work took, how long its challenge and its proof live, and how many days ago its run
// arrived. A device of a hundred TFLOPS or of a twentieth of a GFLOPS cannot be had for a test in
// any other way, nor days be waited for. Everywhere else the headers mean nothing.
const ELAPSED_HEADER = 'X-Flopmark-Lab-Elapsed-Ms';
const LIFETIME_HEADER = 'X-Flopmark-Lab-Lifetime-Ms';
const DAYS_AGO_HEADER = 'X-Flopmark-Lab-Days-Ago';
const DAY_MS = 24 * 3600 * 1000;
const MOST_DAYS = 365;

function told(request: Request, header: string, lab: boolean): number | null {
  const value = lab ? Number(request.headers.get(header) ?? Number.NaN) : Number.NaN;
  return value > 0 && Number.isFinite(value) ? value : null;
}

/** `measuredMs` by the database's clock, unless a laboratory is told otherwise. */
export const elapsedOf = (request: Request, measuredMs: number, lab: boolean): number =>
  told(request, ELAPSED_HEADER, lab) ?? measuredMs;

/** `usualMs`, or in a laboratory the shorter life that was asked for. */
export const lifetimeOf = (request: Request, usualMs: number, lab: boolean): number =>
  Math.min(told(request, LIFETIME_HEADER, lab) ?? usualMs, usualMs);

/**
 * When the run arrived; null, as everywhere outside of a laboratory: now, by the clock of the
 * database.
 */
export function arrivalOf(request: Request, lab: boolean, nowMs: number): Date | null {
  const days = told(request, DAYS_AGO_HEADER, lab);
  return days === null ? null : new Date(nowMs - Math.min(days, MOST_DAYS) * DAY_MS);
}
