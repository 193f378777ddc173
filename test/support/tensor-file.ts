// Serialised TensorProtos (the ONNX project's test data).
import type { Tensor } from '@/lib/onnx/ir';
import { loadBytes } from '@/lib/onnx/load';
import { MessageWriter } from '@/lib/onnx/message';

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

/** With its elements: read as the only initializer of a model. @throws Error where it is none. */
export function readTensorFile(bytes: Uint8Array): Tensor {
  // ModelProto: ir_version (1), graph (7) of an initializer (5), opset_import (8) of a version (2).
  const [model, graph, opset] = [new MessageWriter(), new MessageWriter(), new MessageWriter()];
  graph.bytes(5, bytes);
  opset.int(2, 17);
  model.int(1, 8);
  model.message(7, graph);
  model.message(8, opset);
  const read = loadBytes(model.finish());
  const tensor = read.ok ? read.value.graph.initializers[0] : undefined;
  if (tensor === undefined) throw new Error(`no tensor: ${JSON.stringify(read)}`);
  return tensor;
}
