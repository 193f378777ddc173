// What a laboratory (`npm start -- --lab`, on loopback alone) believes of a simulated device: how long its work took, and how
// long its challenge and its proof live. A device of a hundred TFLOPS or of a twentieth of a GFLOPS cannot be had for a test in any other
// way, nor a day be waited for. Everywhere else the headers mean nothing.
const ELAPSED_HEADER = 'X-Flopmark-Lab-Elapsed-Ms';
const LIFETIME_HEADER = 'X-Flopmark-Lab-Lifetime-Ms';

function toldMs(request: Request, header: string, lab: boolean): number | null {
  const told = lab ? Number(request.headers.get(header) ?? Number.NaN) : Number.NaN;
  return told > 0 && Number.isFinite(told) ? told : null;
}

/** `measuredMs` by the database's clock, unless a laboratory is told otherwise. */
export const elapsedOf = (request: Request, measuredMs: number, lab: boolean): number =>
  toldMs(request, ELAPSED_HEADER, lab) ?? measuredMs;

/** `usualMs`, or in a laboratory the shorter life that was asked for. */
export const lifetimeOf = (request: Request, usualMs: number, lab: boolean): number =>
  Math.min(toldMs(request, LIFETIME_HEADER, lab) ?? usualMs, usualMs);
