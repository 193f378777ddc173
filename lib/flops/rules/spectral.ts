// Fourier transforms: 5 n log₂ n operations for a complex transform of length n, half for a real
// one (convention.ts). They are not matrix products, so they are other operations.
import { fourierOps } from '../convention';
import { plus } from '../exact';
import { type CostRule, type CostRules, costsFor, ops, perOutput, scaled, size } from './cost';

const dft: CostRule = (n, y) => {
  const x = n.dims(0);
  if (x === null || y.dims === null) return null;
  const given = n.opset < 20 ? n.int('axis', 1) : n.has(2) ? n.number(2) : -2;
  if (given === null) return null;
  const axis = given < 0 ? given + x.length : given;
  const length = n.has(1)
    ? n.number(1)
    : n.int('onesided', 0) === 1 && n.int('inverse', 0) === 1
      ? y.dims[axis]
      : x[axis];
  if (typeof length !== 'number') return null;
  const lines = size(x.filter((_, i) => i !== axis && i !== x.length - 1));
  return ops(scaled(lines, fourierOps(length, x[x.length - 1] === 1)));
};

/** Each frame is multiplied by the window and transformed. */
const stft: CostRule = (n, y) => {
  const x = n.dims(0);
  const window = n.has(2) ? n.dims(2)?.[0] : undefined;
  const frame = n.has(3) ? n.number(3) : (window ?? null);
  if (x === null || y.dims === null || typeof frame !== 'number') return null;
  const parts = x.length > 2 && x[2] === 2 ? 2 : 1;
  const each = plus(fourierOps(frame, parts === 1), n.has(2) ? frame * parts : 0);
  return ops(scaled(size([y.dims[0], y.dims[1]]), each));
};

export const SPECTRAL: CostRules = {
  // a − b·cos(2πi ÷ n), Blackman with one cosine more.
  ...costsFor('HannWindow HammingWindow', perOutput(5)),
  BlackmanWindow: perOutput(10),
  MelWeightMatrix: perOutput(2),
  DFT: dft,
  STFT: stft,
};
