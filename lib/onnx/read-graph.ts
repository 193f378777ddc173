// GraphProto, NodeProto, AttributeProto and FunctionProto → Graph, Node, Attribute, LocalFunction.
import { ByteCache } from './byte-cache';
import type { Cursor, Left, Skeleton } from './cursor';
import { ATTRIBUTE, ATTRIBUTE_TYPE, FUNCTION, GRAPH, NODE, OPSET } from './fields';
import { grown } from './grown';
import type {
  Attribute,
  Graph,
  Int,
  LocalFunction,
  Node,
  OpsetImport,
  SparseTensor,
  Tensor,
  ValueInfo,
  ValueType,
} from './ir';
import { ReadFault } from './read-error';
import { readSparse, readTensor } from './read-tensor';
import { readType, readValueInfo } from './read-type';

/**
 * Real graphs have thousands of nodes, unrolled ones tens of thousands; functions expand to at most
 * this many, too.
 */
export const NODE_LIMIT = 250_000;
/** Longer attributes hardly ever repeat. */
const SHARED_ATTRIBUTE_BYTES = 96;
const MOST_SHARED_ATTRIBUTES = 2 ** 12;

/** What is known over the whole file while it is read. */
export interface Reading {
  /** Nodes so far, wherever they are nested. */
  nodes: number;
  /**
   * Short attributes by their bytes, each as a list of one: most nodes have one, and most constants
   * are one of a few.
   */
  readonly attributes: ByteCache<Attribute[]>;
}

/**
 * What the readers of one file share: how many nodes were read, and attributes that were met
 * before.
 */
export const startReading = ({ bytes }: Skeleton): Reading => ({
  nodes: 0,
  attributes: new ByteCache(bytes, MOST_SHARED_ATTRIBUTES),
});

/**
 * Reads a GraphProto (onnx.proto) at the cursor, its bodies included. @throws ReadFault for what
 * cannot be read.
 */
export function readGraph(cursor: Cursor, reading: Reading): Graph {
  let name = '';
  const nodes: Node[] = [];
  const initializers: Tensor[] = [];
  const sparseInitializers: SparseTensor[] = [];
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const valueInfo: ValueInfo[] = [];
  const outer = cursor.enter();
  while (cursor.next()) {
    switch (cursor.field) {
      case GRAPH.node:
        nodes.push(readNode(cursor, reading));
        break;
      case GRAPH.name:
        name = cursor.text();
        break;
      case GRAPH.initializer:
        initializers.push(readTensor(cursor));
        break;
      case GRAPH.sparseInitializer:
        sparseInitializers.push(readSparse(cursor));
        break;
      case GRAPH.input:
        inputs.push(readValueInfo(cursor));
        break;
      case GRAPH.output:
        outputs.push(readValueInfo(cursor));
        break;
      case GRAPH.valueInfo:
        valueInfo.push(readValueInfo(cursor));
        break;
      default:
        cursor.skip();
    }
  }
  cursor.leave(outer);
  return { name, inputs, outputs, valueInfo, initializers, sparseInitializers, nodes };
}

/** Shared by all nodes without names or attributes; never written. */
const NO_NAMES: string[] = [];
const NO_ATTRIBUTES: Attribute[] = [];

function readNode(cursor: Cursor, reading: Reading): Node {
  reading.nodes += 1;
  if (reading.nodes > NODE_LIMIT) {
    throw new ReadFault('too-large', `more than ${NODE_LIMIT} nodes`, { offset: cursor.offset });
  }
  let inputs = NO_NAMES;
  let outputs = NO_NAMES;
  let attributes = NO_ATTRIBUTES;
  let name = '';
  let opType = '';
  let domain = '';
  let overload = '';
  const outer = cursor.enter();
  while (cursor.next()) {
    switch (cursor.field) {
      case NODE.input:
        inputs = grown(inputs, cursor.text());
        break;
      case NODE.output:
        outputs = grown(outputs, cursor.text());
        break;
      case NODE.name:
        name = cursor.ownText();
        break;
      case NODE.opType:
        opType = cursor.text();
        break;
      case NODE.domain:
        domain = cursor.text();
        break;
      case NODE.overload:
        overload = cursor.text();
        break;
      case NODE.attribute:
        attributes = readAttribute(cursor, reading, attributes);
        break;
      default:
        cursor.skip();
    }
  }
  cursor.leave(outer);
  return { name, opType, domain, overload, inputs, outputs, attributes };
}

type Kind = keyof typeof ATTRIBUTE_TYPE;
const KINDS: ReadonlyMap<number, Kind> = new Map(
  Object.entries(ATTRIBUTE_TYPE).map(([kind, code]) => [code, kind as Kind]),
);

/**
 * Every value field of an AttributeProto, lists where there are any; `seen` is the kind of the last
 * one, for files older than the type field.
 */
interface AttributeFields {
  name: string;
  kind: Kind | null;
  seen: Kind | null;
  reference: string;
  /** Part of the value was left in the file. */
  left: boolean;
  int: Int;
  float: number;
  string: string;
  tensor: Tensor | null;
  sparse: SparseTensor | null;
  graph: Graph | null;
  type: ValueType | null;
  ints: Int[] | null;
  floats: number[] | null;
  strings: string[] | null;
  tensors: Tensor[] | null;
  graphs: Graph[] | null;
  types: (ValueType | null)[] | null;
}

/** The list with one more: what its bytes gave before, or newly read. */
function readAttribute(cursor: Cursor, reading: Reading, list: Attribute[]): Attribute[] {
  const run = cursor.ahead();
  if (run === null || run.end - run.start > SHARED_ATTRIBUTE_BYTES)
    return grown(list, newAttribute(cursor, reading));
  const known = reading.attributes.find(run.start, run.end);
  if (known !== undefined) {
    cursor.skip();
    return list.length === 0 ? known : grown(list, known[0]);
  }
  const attribute = newAttribute(cursor, reading);
  // The nodes of a body are counted wherever it stands, and reading them looks for attributes
  // again.
  if (attribute.kind !== 'graph' && attribute.kind !== 'graphs') {
    reading.attributes.remember(run.start, run.end, [attribute]);
  }
  return grown(list, attribute);
}

function newAttribute(cursor: Cursor, reading: Reading): Attribute {
  const { offset } = cursor;
  const fields: AttributeFields = {
    name: '',
    kind: null,
    seen: null,
    reference: '',
    left: false,
    int: 0,
    float: 0,
    string: '',
    tensor: null,
    sparse: null,
    graph: null,
    type: null,
    ints: null,
    floats: null,
    strings: null,
    tensors: null,
    graphs: null,
    types: null,
  };
  const outer = cursor.enter();
  while (cursor.next()) readAttributeField(cursor, reading, fields);
  cursor.leave(outer);
  if (fields.left) return { name: fields.name, kind: 'left' };
  const attribute = attributeOf(fields);
  if (attribute === null) {
    throw new ReadFault('malformed', `attribute '${fields.name}' has no value of a known type`, {
      offset,
    });
  }
  return attribute;
}

function readAttributeField(cursor: Cursor, reading: Reading, fields: AttributeFields): void {
  switch (cursor.field) {
    case ATTRIBUTE.name:
      fields.name = cursor.text();
      return;
    case ATTRIBUTE.type:
      fields.kind = KINDS.get(cursor.safeInt()) ?? null;
      return;
    case ATTRIBUTE.reference:
      fields.reference = cursor.text();
      return;
    case ATTRIBUTE.i:
      fields.int = cursor.int();
      fields.seen = 'int';
      return;
    case ATTRIBUTE.f:
      fields.float = cursor.float();
      fields.seen = 'float';
      return;
    case ATTRIBUTE.s:
      fields.string = readString(cursor, fields);
      fields.seen = 'string';
      return;
    case ATTRIBUTE.t:
      fields.tensor = readTensor(cursor);
      fields.seen = 'tensor';
      return;
    case ATTRIBUTE.sparse:
      fields.sparse = readSparse(cursor);
      fields.seen = 'sparse';
      return;
    case ATTRIBUTE.g:
      fields.graph = readGraph(cursor, reading);
      fields.seen = 'graph';
      return;
    case ATTRIBUTE.typeProto:
      fields.type = readType(cursor);
      fields.seen = 'type';
      return;
    case ATTRIBUTE.ints:
      fields.ints = whole(cursor.ints(fields.ints ?? []), fields);
      fields.seen = 'ints';
      return;
    case ATTRIBUTE.floats:
      fields.floats = whole(cursor.floats(fields.floats ?? []), fields);
      fields.seen = 'floats';
      return;
    case ATTRIBUTE.strings:
      fields.strings ??= [];
      fields.strings.push(readString(cursor, fields));
      fields.seen = 'strings';
      return;
    case ATTRIBUTE.tensors:
      fields.tensors ??= [];
      fields.tensors.push(readTensor(cursor));
      fields.seen = 'tensors';
      return;
    case ATTRIBUTE.graphs:
      fields.graphs ??= [];
      fields.graphs.push(readGraph(cursor, reading));
      fields.seen = 'graphs';
      return;
    case ATTRIBUTE.typeProtos:
      fields.types ??= [];
      fields.types.push(readType(cursor));
      fields.seen = 'types';
      return;
    default:
      cursor.skip();
  }
}

/** The list, if none of it was left in the file. */
function whole<T>(list: T[] | Left, fields: AttributeFields): T[] | null {
  if (Array.isArray(list)) return list;
  fields.left = true;
  return null;
}

function readString(cursor: Cursor, fields: AttributeFields): string {
  const text = cursor.textOrLeft();
  if (text !== null) return text;
  fields.left = true;
  return '';
}

function attributeOf(fields: AttributeFields): Attribute | null {
  const { name } = fields;
  if (fields.reference !== '') return { name, kind: 'reference', to: fields.reference };
  const kind = fields.kind ?? fields.seen;
  switch (kind) {
    case null:
      return null;
    case 'tensor':
      return fields.tensor === null ? null : { name, kind, value: fields.tensor };
    case 'sparse':
      return fields.sparse === null ? null : { name, kind, value: fields.sparse };
    case 'graph':
      return fields.graph === null ? null : { name, kind, value: fields.graph };
    case 'int':
      return { name, kind, value: fields.int };
    case 'float':
      return { name, kind, value: fields.float };
    case 'string':
      return { name, kind, value: fields.string };
    case 'type':
      return { name, kind, value: fields.type };
    case 'ints':
      return { name, kind, value: fields.ints ?? [] };
    case 'floats':
      return { name, kind, value: fields.floats ?? [] };
    case 'strings':
      return { name, kind, value: fields.strings ?? [] };
    case 'tensors':
      return { name, kind, value: fields.tensors ?? [] };
    case 'graphs':
      return { name, kind, value: fields.graphs ?? [] };
    case 'types':
      return { name, kind, value: fields.types ?? [] };
  }
}

/** Reads an OperatorSetIdProto at the cursor: domain and version. */
export function readOpset(cursor: Cursor): OpsetImport {
  let domain = '';
  let version = 0;
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === OPSET.domain) domain = cursor.text();
    else if (cursor.field === OPSET.version) version = cursor.safeInt();
    else cursor.skip();
  }
  cursor.leave(outer);
  return { domain, version };
}

/** Reads a FunctionProto at the cursor, its nodes included. */
export function readFunction(cursor: Cursor, reading: Reading): LocalFunction {
  let name = '';
  let domain = '';
  let overload = '';
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: string[] = [];
  let defaults: Attribute[] = [];
  const nodes: Node[] = [];
  const opsets: OpsetImport[] = [];
  const outer = cursor.enter();
  while (cursor.next()) {
    switch (cursor.field) {
      case FUNCTION.name:
        name = cursor.text();
        break;
      case FUNCTION.domain:
        domain = cursor.text();
        break;
      case FUNCTION.overload:
        overload = cursor.text();
        break;
      case FUNCTION.input:
        inputs.push(cursor.text());
        break;
      case FUNCTION.output:
        outputs.push(cursor.text());
        break;
      case FUNCTION.attribute:
        attributes.push(cursor.text());
        break;
      case FUNCTION.attributeProto:
        defaults = readAttribute(cursor, reading, defaults);
        break;
      case FUNCTION.node:
        nodes.push(readNode(cursor, reading));
        break;
      case FUNCTION.opsetImport:
        opsets.push(readOpset(cursor));
        break;
      default:
        cursor.skip();
    }
  }
  cursor.leave(outer);
  return { name, domain, overload, inputs, outputs, attributes, defaults, nodes, opsets };
}
