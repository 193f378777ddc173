// What a laboratory (`npm start -- --lab`, on loopback alone) believes of a simulated device: how long its work took. A
// device of a hundred TFLOPS or of a twentieth of a GFLOPS cannot be had for a test in any other way. Everywhere else the
// header means nothing.
import { isLab } from './environment';

const ELAPSED_HEADER = 'X-Flopmark-Lab-Elapsed-Ms';

/** `measuredMs` by the database's clock, unless a laboratory is told otherwise. */
export function elapsedOf(
  request: Request,
  measuredMs: number,
  environment: Readonly<Record<string, string | undefined>>,
): number {
  const told = isLab(environment) ? Number(request.headers.get(ELAPSED_HEADER) ?? Number.NaN) : Number.NaN;
  return told > 0 && Number.isFinite(told) ? told : measuredMs;
}
