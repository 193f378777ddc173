// fp32 ↔ IEEE 754 binary16 as bits, by integer arithmetic alone: the same in every engine (Node 20
// has no Float16Array).

const FLOAT = new DataView(new ArrayBuffer(4));

/** The binary16 bits nearest to `value`, ties to even; overflow to infinity, NaN kept quiet. */
export function halfBits(value: number): number {
  FLOAT.setFloat32(0, value);
  const bits = FLOAT.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const unbiased = exponent - 127 + 15;
  if (unbiased >= 0x1f) return sign | 0x7c00;
  if (unbiased <= 0) {
    if (unbiased < -10) return sign;
    const full = fraction | 0x800000;
    const shift = 14 - unbiased;
    return sign | roundShift(full, shift);
  }
  // A carry out of the fraction raises the exponent, up to infinity, as it should.
  return sign | ((unbiased << 10) + roundShift(fraction, 13));
}

/** `value` / 2^shift, rounded half to even. */
function roundShift(value: number, shift: number): number {
  const quotient = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (quotient & 1) === 1) ? quotient + 1 : quotient;
}

/** The exact value of binary16 bits. */
export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
