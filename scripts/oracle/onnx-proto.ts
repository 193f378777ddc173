// ONNX files by protobufjs: a second reader that shares nothing with lib/onnx. Only the fields that
// verification needs are described (onnx.proto); the others are skipped.
import protobuf from 'protobufjs';

interface Field {
  readonly type: string;
  readonly id: number;
  readonly rule?: 'repeated';
}
const one = (type: string, id: number): Field => ({ type, id });
const many = (type: string, id: number): Field => ({ type, id, rule: 'repeated' });

const ROOT = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: { graph: one('Graph', 7), irVersion: one('int64', 1), opsetImport: many('Opset', 8) },
    },
    Opset: { fields: { domain: one('string', 1), version: one('int64', 2) } },
    Graph: {
      fields: {
        node: many('Node', 1),
        name: one('string', 2),
        initializer: many('Tensor', 5),
        input: many('ValueInfo', 11),
        output: many('ValueInfo', 12),
      },
    },
    Node: {
      fields: {
        input: many('string', 1),
        output: many('string', 2),
        name: one('string', 3),
        opType: one('string', 4),
        attribute: many('Attribute', 5),
        domain: one('string', 7),
      },
    },
    Attribute: {
      fields: {
        name: one('string', 1),
        f: one('float', 2),
        i: one('int64', 3),
        s: one('bytes', 4),
        t: one('Tensor', 5),
        g: one('Graph', 6),
        ints: many('int64', 8),
      },
    },
    Tensor: {
      fields: {
        dims: many('int64', 1),
        dataType: one('int32', 2),
        name: one('string', 8),
        rawData: one('bytes', 9),
      },
    },
    ValueInfo: { fields: { name: one('string', 1), type: one('Type', 2) } },
    Type: { fields: { tensorType: one('TensorType', 1) } },
    TensorType: { fields: { elemType: one('int32', 1), shape: one('Shape', 2) } },
    Shape: { fields: { dim: many('Dim', 1) } },
    Dim: { fields: { dimValue: one('int64', 1), dimParam: one('string', 2) } },
  },
});
const MODEL = ROOT.lookupType('Model');

export interface ProtoTensor {
  readonly name: string;
  readonly dims: readonly number[];
}
export interface ProtoNode {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly {
    readonly name: string;
    readonly i: number;
    readonly t?: ProtoTensor | null;
  }[];
}
export interface ProtoValue {
  readonly name: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType: number;
      readonly shape?: { readonly dim: readonly { readonly dimValue: number }[] } | null;
    } | null;
  } | null;
}
export interface ProtoGraph {
  readonly node: readonly ProtoNode[];
  readonly initializer: readonly ProtoTensor[];
  readonly input: readonly ProtoValue[];
  readonly output: readonly ProtoValue[];
}

/** Decodes the whole file, as any protobuf reader does. */
export const decodeModel = (bytes: Uint8Array): protobuf.Message => MODEL.decode(bytes);

/** The graph of a file, 64-bit integers as numbers. */
export function graphOf(bytes: Uint8Array): ProtoGraph {
  const model = MODEL.toObject(decodeModel(bytes), { longs: Number, defaults: true }) as {
    readonly graph: ProtoGraph;
  };
  return model.graph;
}

/** The file with further outputs: two encodings of a message in a row are read as one, merged. */
export function withOutputs(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const more = MODEL.encode(
    MODEL.fromObject({ graph: { output: names.map((name) => ({ name })) } }),
  ).finish();
  const result = new Uint8Array(bytes.length + more.length);
  result.set(bytes);
  result.set(more, bytes.length);
  return result;
}
