// Model → ONNX bytes, the same for the same model in every engine: fields in a fixed order, packed
// numbers, no maps with an order of their own. The total size is computed first; graph initialisers
// start at multiples of 8 bytes (a padding doc_string before raw_data), so that a typed array can
// be laid over the place where the weight is generated.
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPE,
  DIM,
  ELEMENT_TYPE,
  ENTRY,
  FUNCTION,
  GRAPH,
  MAP_TYPE,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  SPARSE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './fields';
import type {
  Attribute,
  Graph,
  LocalFunction,
  Model,
  Node,
  OpsetImport,
  SparseTensor,
  Tensor,
  ValueInfo,
  ValueType,
} from './ir';
import { elementsOf } from './ir';
import { MessageWriter, type Piece, varintBytes } from './message';
import { bytesOf, codeOf } from './types';

const ALIGNMENT = 8;
/** Protobuf parsers refuse messages of 2 GiB and more; past it weights go to external data. */
export const INLINE_LIMIT_BYTES = 2 ** 31 - 1;

function dataPiece(tensor: Tensor): Piece {
  const length = bytesOf(tensor.dtype, elementsOf(tensor.dims));
  switch (tensor.data.kind) {
    case 'bytes':
      if (tensor.data.bytes.length !== length) {
        throw new RangeError(
          `tensor ${tensor.name}: ${tensor.data.bytes.length} bytes given, ${length} needed`,
        );
      }
      return tensor.data.bytes;
    case 'generated':
      return { length, fill: tensor.data.fill };
    case 'skipped':
      throw new RangeError(
        `tensor ${tensor.name}: its bytes were left in the file it was read from`,
      );
    case 'external':
    case 'absent':
    case 'strings':
      throw new RangeError(`tensor ${tensor.name}: no inline bytes`);
  }
}

/**
 * A tensor whose message starts right after a header of `before(length)` bytes; null: alignment
 * does not matter.
 */
function tensorMessage(tensor: Tensor, before: ((length: number) => number) | null): MessageWriter {
  const start = (): MessageWriter => {
    const message = new MessageWriter();
    message.ints(TENSOR.dims, tensor.dims);
    message.int(TENSOR.dataType, codeOf(tensor.dtype));
    message.optionalText(TENSOR.name, tensor.name);
    return message;
  };
  const { data } = tensor;
  if (data.kind === 'strings') {
    const message = start();
    for (const value of data.values) message.bytes(TENSOR.stringData, value);
    return message;
  }
  if (data.kind === 'absent') return start();
  if (data.kind === 'external') {
    const message = start();
    const entries: [string, string][] = [
      ['location', data.location],
      ['offset', String(data.offset)],
    ];
    if (data.length !== null) entries.push(['length', String(data.length)]);
    for (const [key, value] of entries)
      message.message(TENSOR.externalData, entryMessage(key, value));
    message.int(TENSOR.dataLocation, 1);
    return message;
  }
  const piece = dataPiece(tensor);
  // Padding may lengthen the lengths before it, at most three of them, and so pass over the right
  // place.
  for (let padding = -1; padding < 4 * ALIGNMENT; padding += 1) {
    const message = start();
    if (padding >= 0) message.text(TENSOR.docString, ' '.repeat(padding));
    const header = message.length + MessageWriter.headerLength(TENSOR.rawData, piece.length);
    const aligned = before === null || (before(header + piece.length) + header) % ALIGNMENT === 0;
    if (!aligned) continue;
    message.bytes(TENSOR.rawData, piece);
    return message;
  }
  throw new Error(`tensor ${tensor.name}: no padding aligns it`);
}

function entryMessage(key: string, value: string): MessageWriter {
  const message = new MessageWriter();
  message.text(ENTRY.key, key);
  message.text(ENTRY.value, value);
  return message;
}

function sparseMessage(sparse: SparseTensor): MessageWriter {
  const message = new MessageWriter();
  message.message(SPARSE.values, tensorMessage(sparse.values, null));
  message.message(SPARSE.indices, tensorMessage(sparse.indices, null));
  message.ints(SPARSE.dims, sparse.dims);
  return message;
}

function typeMessage(type: ValueType): MessageWriter {
  const message = new MessageWriter();
  const inner = new MessageWriter();
  switch (type.kind) {
    case 'tensor':
    case 'sparse': {
      inner.int(TENSOR_TYPE.elemType, type.dtype === null ? 0 : codeOf(type.dtype));
      if (type.dims !== null) {
        const shape = new MessageWriter();
        for (const dim of type.dims) {
          const dimension = new MessageWriter();
          if (typeof dim === 'number') dimension.int(DIM.value, dim);
          else if (dim !== null) dimension.text(DIM.param, dim);
          shape.message(SHAPE.dim, dimension);
        }
        inner.message(TENSOR_TYPE.shape, shape);
      }
      message.message(type.kind === 'tensor' ? TYPE.tensor : TYPE.sparse, inner);
      return message;
    }
    case 'sequence':
    case 'optional':
      if (type.element !== null) inner.message(ELEMENT_TYPE, typeMessage(type.element));
      message.message(type.kind === 'sequence' ? TYPE.sequence : TYPE.optional, inner);
      return message;
    case 'map':
      inner.int(MAP_TYPE.key, type.key === null ? 0 : codeOf(type.key));
      if (type.value !== null) inner.message(MAP_TYPE.value, typeMessage(type.value));
      message.message(TYPE.map, inner);
      return message;
  }
}

function valueInfoMessage(info: ValueInfo): MessageWriter {
  const message = new MessageWriter();
  message.text(VALUE_INFO.name, info.name);
  if (info.type !== null) message.message(VALUE_INFO.type, typeMessage(info.type));
  return message;
}

function attributeMessage(attribute: Attribute): MessageWriter {
  const message = new MessageWriter();
  message.text(ATTRIBUTE.name, attribute.name);
  switch (attribute.kind) {
    case 'int':
      message.int(ATTRIBUTE.i, attribute.value);
      break;
    case 'float':
      message.float(ATTRIBUTE.f, attribute.value);
      break;
    case 'string':
      message.text(ATTRIBUTE.s, attribute.value);
      break;
    case 'tensor':
      message.message(ATTRIBUTE.t, tensorMessage(attribute.value, null));
      break;
    case 'sparse':
      message.message(ATTRIBUTE.sparse, sparseMessage(attribute.value));
      break;
    case 'graph':
      message.message(ATTRIBUTE.g, graphMessage(attribute.value, null));
      break;
    case 'type':
      if (attribute.value !== null)
        message.message(ATTRIBUTE.typeProto, typeMessage(attribute.value));
      break;
    case 'ints':
      message.ints(ATTRIBUTE.ints, attribute.value);
      break;
    case 'floats':
      message.floats(ATTRIBUTE.floats, attribute.value);
      break;
    case 'strings':
      for (const value of attribute.value) message.text(ATTRIBUTE.strings, value);
      break;
    case 'tensors':
      for (const value of attribute.value)
        message.message(ATTRIBUTE.tensors, tensorMessage(value, null));
      break;
    case 'graphs':
      for (const value of attribute.value)
        message.message(ATTRIBUTE.graphs, graphMessage(value, null));
      break;
    case 'types':
      for (const value of attribute.value) {
        message.message(
          ATTRIBUTE.typeProtos,
          value === null ? new MessageWriter() : typeMessage(value),
        );
      }
      break;
    case 'left':
      throw new RangeError(
        `attribute ${attribute.name}: part of it was left in the file it was read from`,
      );
    case 'reference':
      message.text(ATTRIBUTE.reference, attribute.to);
      return message;
  }
  message.int(ATTRIBUTE.type, ATTRIBUTE_TYPE[attribute.kind]);
  return message;
}

function nodeMessage(node: Node): MessageWriter {
  const message = new MessageWriter();
  for (const input of node.inputs) message.text(NODE.input, input);
  for (const output of node.outputs) message.text(NODE.output, output);
  message.optionalText(NODE.name, node.name);
  message.text(NODE.opType, node.opType);
  for (const attribute of node.attributes)
    message.message(NODE.attribute, attributeMessage(attribute));
  message.optionalText(NODE.domain, node.domain);
  message.optionalText(NODE.overload, node.overload);
  return message;
}

/** `base` is the offset of the graph's first byte in the file, where weights must be aligned. */
function graphMessage(graph: Graph, base: number | null): MessageWriter {
  const message = new MessageWriter();
  for (const node of graph.nodes) message.message(GRAPH.node, nodeMessage(node));
  message.text(GRAPH.name, graph.name);
  for (const tensor of graph.initializers) {
    const start = base === null ? null : base + message.length;
    const before =
      start === null
        ? null
        : (length: number) => start + MessageWriter.headerLength(GRAPH.initializer, length);
    message.message(GRAPH.initializer, tensorMessage(tensor, before));
  }
  for (const info of graph.inputs) message.message(GRAPH.input, valueInfoMessage(info));
  for (const info of graph.outputs) message.message(GRAPH.output, valueInfoMessage(info));
  for (const info of graph.valueInfo) message.message(GRAPH.valueInfo, valueInfoMessage(info));
  for (const sparse of graph.sparseInitializers)
    message.message(GRAPH.sparseInitializer, sparseMessage(sparse));
  return message;
}

function opsetMessage(opset: OpsetImport): MessageWriter {
  const message = new MessageWriter();
  message.optionalText(OPSET.domain, opset.domain);
  message.int(OPSET.version, opset.version);
  return message;
}

function functionMessage(local: LocalFunction): MessageWriter {
  const message = new MessageWriter();
  message.text(FUNCTION.name, local.name);
  for (const input of local.inputs) message.text(FUNCTION.input, input);
  for (const output of local.outputs) message.text(FUNCTION.output, output);
  for (const attribute of local.attributes) message.text(FUNCTION.attribute, attribute);
  for (const node of local.nodes) message.message(FUNCTION.node, nodeMessage(node));
  for (const opset of local.opsets) message.message(FUNCTION.opsetImport, opsetMessage(opset));
  message.text(FUNCTION.domain, local.domain);
  for (const attribute of local.defaults)
    message.message(FUNCTION.attributeProto, attributeMessage(attribute));
  message.optionalText(FUNCTION.overload, local.overload);
  return message;
}

/**
 * The model as ONNX bytes. Generated weights are made here, once, in place: peak memory is the file
 * plus what the generators themselves hold.
 * @throws RangeError when a tensor's bytes do not fit its dims or the file would pass 2 GiB (use
 * `externalise`).
 */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  let message: MessageWriter | null = null;
  for (let padding = 0; message === null; padding += 1) message = modelMessage(model, padding);
  if (message.length > INLINE_LIMIT_BYTES) {
    throw new RangeError(
      `model of ${message.length} bytes passes the 2 GiB limit of protobuf: use external data`,
    );
  }
  return message.finish();
}

/**
 * Null where no width of the graph's length fits the graph that it aligns; another padding then
 * does.
 */
function modelMessage(model: Model, padding: number): MessageWriter | null {
  const message = new MessageWriter();
  message.int(MODEL.irVersion, model.irVersion);
  message.optionalText(MODEL.producerName, model.producerName);
  message.optionalText(MODEL.producerVersion, model.producerVersion);
  message.optionalText(MODEL.domain, model.domain);
  if (model.modelVersion !== 0) message.int(MODEL.modelVersion, model.modelVersion);
  message.optionalText(MODEL.docString, ' '.repeat(padding));
  for (const opset of model.opsets) message.message(MODEL.opsetImport, opsetMessage(opset));
  for (const [key, value] of model.metadata)
    message.message(MODEL.metadata, entryMessage(key, value));
  for (const local of model.functions) message.message(MODEL.functions, functionMessage(local));
  for (let width = 1; width <= 5; width += 1) {
    const graph = graphMessage(model.graph, message.length + 1 + width);
    if (varintBytes(graph.length).length !== width) continue;
    message.message(MODEL.graph, graph);
    return message;
  }
  return null;
}

export interface ExternalPart {
  readonly offset: number;
  readonly length: number;
  /** Writes the tensor's bytes into a target of exactly `length` bytes. */
  readonly fill: (target: Uint8Array<ArrayBuffer>) => void;
}

/**
 * Moves initialisers of at least `thresholdBytes` to external data at `location`, each at a
 * multiple of 4096 bytes. Returns the model to be written and the parts of the data file in order,
 * to be written one at a time.
 */
export function externalise(
  model: Model,
  location: string,
  thresholdBytes = 1024,
): { readonly model: Model; readonly parts: readonly ExternalPart[]; readonly byteLength: number } {
  const parts: ExternalPart[] = [];
  let end = 0;
  const initializers = model.graph.initializers.map((tensor): Tensor => {
    const length = bytesOf(tensor.dtype, elementsOf(tensor.dims));
    const { data } = tensor;
    if (length < thresholdBytes || (data.kind !== 'bytes' && data.kind !== 'generated'))
      return tensor;
    const offset = Math.ceil(end / 4096) * 4096;
    const fill =
      data.kind === 'generated'
        ? data.fill
        : (target: Uint8Array<ArrayBuffer>): void => target.set(data.bytes);
    parts.push({ offset, length, fill });
    end = offset + length;
    return { ...tensor, data: { kind: 'external', location, offset, length } };
  });
  return { model: { ...model, graph: { ...model.graph, initializers } }, parts, byteLength: end };
}
