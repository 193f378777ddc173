// Fourier transforms and what surrounds them: windows and mel filters. The last axis holds real or
// complex parts (1 or 2). Sources: ONNX DFT (axis an attribute in opset 17, an input from 20),
// STFT, HannWindow, MelWeightMatrix.
import type { Dim } from '../ir';
import { axisOf } from './dims';
import { doubtful, tensor } from './fact';
import { type Rule, type Rules, rulesFor } from './node-view';

const half = (length: Dim): Dim => (typeof length === 'number' ? Math.floor(length / 2) + 1 : null);

/** Length of the signal whose one-sided spectrum has this many bins, where it is not given. */
const fullLength = (bins: Dim): Dim => (typeof bins === 'number' ? 2 * (bins - 1) : null);

const dft: Rule = (n) => {
  const x = n.dims(0);
  if (x === null) return [tensor(n.dtype(0), null)];
  const oneSided = n.int('onesided', 0) === 1;
  const inverse = n.int('inverse', 0) === 1;
  const given = n.opset < 20 ? n.int('axis', 1) : n.has(2) ? n.number(2) : -2;
  const axis = given === null ? null : axisOf(given, x.length);
  if (axis === null) {
    return given === null
      ? [
          doubtful(
            n.dtype(0),
            'data-dependent',
            x.map(() => null),
          ),
        ]
      : [tensor(n.dtype(0), null)];
  }
  const length: Dim = n.has(1)
    ? (n.values(1)?.[0] ?? null)
    : inverse && oneSided
      ? fullLength(x[axis])
      : x[axis];
  const dims = x.slice();
  dims[axis] = oneSided && !inverse ? half(length) : length;
  dims[x.length - 1] = oneSided && inverse ? 1 : 2;
  if (length === null && n.has(1)) return [doubtful(n.dtype(0), 'data-dependent', dims)];
  return [tensor(n.dtype(0), dims)];
};

const stft: Rule = (n) => {
  const x = n.dims(0);
  const step = n.number(1);
  const window = n.has(2) ? n.dims(2)?.[0] : undefined;
  const frame: Dim = n.has(3) ? n.number(3) : (window ?? null);
  if (x === null) return [tensor(n.dtype(0), null)];
  const size = x[1];
  const frames =
    typeof size === 'number' && typeof frame === 'number' && step !== null && step > 0
      ? Math.floor((size - frame) / step) + 1
      : null;
  const bins = n.int('onesided', 1) === 1 ? half(frame) : frame;
  const dims = [x[0], frames, bins, 2];
  return [
    frames === null || frame === null
      ? doubtful(n.dtype(0), 'data-dependent', dims)
      : tensor(n.dtype(0), dims),
  ];
};

const windowFunction: Rule = (n) => {
  const dtype = n.dtypeAttribute('output_datatype', 'float32');
  const size = n.values(0)?.[0] ?? null;
  return [size === null ? doubtful(dtype, 'data-dependent', [null]) : tensor(dtype, [size])];
};

const melWeightMatrix: Rule = (n) => {
  const dtype = n.dtypeAttribute('output_datatype', 'float32');
  const [bins, length] = [n.number(0), n.number(1)];
  const dims = [half(length), bins];
  return [dims.includes(null) ? doubtful(dtype, 'data-dependent', dims) : tensor(dtype, dims)];
};

export const SPECTRAL: Rules = {
  ...rulesFor('HannWindow HammingWindow BlackmanWindow', windowFunction),
  DFT: dft,
  STFT: stft,
  MelWeightMatrix: melWeightMatrix,
};
