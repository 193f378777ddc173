// The sign of the NaN that a processor makes of ∞ − ∞: x86 sets it, ARM clears it (Intel SDM volume
// 1, 4.8.3.7 "QNaN Floating-Point Indefinite"; Arm ARM, "default NaN"). No browser hides it, so it
// tells the two apart where strings are frozen.

/** The top byte of the produced NaN as float32: 255 on x86, 127 on ARM. */
export function producedNanByte(): number {
  const float = new Float32Array(1);
  // Read back from memory between the steps, so that no compiler folds the subtraction into its own
  // constant.
  float[0] = Number.POSITIVE_INFINITY;
  float[0] = (float[0] ?? 0) - (float[0] ?? 0);
  return new DataView(float.buffer).getUint8(isLittleEndian() ? 3 : 0);
}

function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}
