// Extents and element type of a serialised TensorProto (the ONNX project's test data), without its
// elements.

interface TensorHeader {
  readonly dims: readonly number[];
  /** TensorProto.DataType. */
  readonly type: number;
}

/** Reads fields 1 (dims) and 2 (data_type) of the message, skipping all others. */
export function tensorHeader(bytes: Uint8Array): TensorHeader {
  const dims: number[] = [];
  let type = 0;
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      at += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === 0) {
      const value = varint();
      if (field === 1) dims.push(value);
      else if (field === 2) type = value;
    } else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const end = varint() + at;
      while (field === 1 && at < end) dims.push(varint());
      at = end;
    } else throw new Error(`wire type ${wire} in a TensorProto`);
  }
  return { dims, type };
}
