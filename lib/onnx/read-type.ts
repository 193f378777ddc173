// ValueInfoProto and TypeProto → ValueInfo. Extents that say nothing (negative, or an empty name)
// are null.
import type { Cursor } from './cursor';
import { DIM, ELEMENT_TYPE, MAP_TYPE, SHAPE, TENSOR_TYPE, TYPE, VALUE_INFO } from './fields';
import type { Dim, ValueInfo, ValueType } from './ir';
import { type DataType, dataTypeOf } from './types';

/** Reads a ValueInfoProto at the cursor: a name and its type. */
export function readValueInfo(cursor: Cursor): ValueInfo {
  let name = '';
  let type: ValueType | null = null;
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === VALUE_INFO.name) name = cursor.text();
    else if (cursor.field === VALUE_INFO.type) type = readType(cursor);
    else cursor.skip();
  }
  cursor.leave(outer);
  return { name, type };
}

/** Reads a TypeProto; null for a type that says nothing, or of a kind this IR does not have. */
export function readType(cursor: Cursor): ValueType | null {
  let type: ValueType | null = null;
  const outer = cursor.enter();
  while (cursor.next()) {
    switch (cursor.field) {
      case TYPE.tensor:
        type = { kind: 'tensor', ...readTensorType(cursor) };
        break;
      case TYPE.sparse:
        type = { kind: 'sparse', ...readTensorType(cursor) };
        break;
      case TYPE.sequence:
        type = { kind: 'sequence', element: readElement(cursor) };
        break;
      case TYPE.optional:
        type = { kind: 'optional', element: readElement(cursor) };
        break;
      case TYPE.map:
        type = { kind: 'map', ...readMap(cursor) };
        break;
      default:
        cursor.skip();
    }
  }
  cursor.leave(outer);
  return type;
}

const readDataType = (cursor: Cursor): DataType | null => dataTypeOf(cursor.safeInt()) ?? null;

function readTensorType(cursor: Cursor): { dtype: DataType | null; dims: readonly Dim[] | null } {
  let dtype: DataType | null = null;
  let dims: Dim[] | null = null;
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === TENSOR_TYPE.elemType) dtype = readDataType(cursor);
    else if (cursor.field === TENSOR_TYPE.shape) dims = readShape(cursor);
    else cursor.skip();
  }
  cursor.leave(outer);
  return { dtype, dims };
}

function readShape(cursor: Cursor): Dim[] {
  const dims: Dim[] = [];
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === SHAPE.dim) dims.push(readDim(cursor));
    else cursor.skip();
  }
  cursor.leave(outer);
  return dims;
}

function readDim(cursor: Cursor): Dim {
  let dim: Dim = null;
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === DIM.value) {
      const value = cursor.safeInt();
      dim = value < 0 ? null : value;
    } else if (cursor.field === DIM.param) dim = cursor.text() || null;
    else cursor.skip();
  }
  cursor.leave(outer);
  return dim;
}

function readElement(cursor: Cursor): ValueType | null {
  let element: ValueType | null = null;
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === ELEMENT_TYPE) element = readType(cursor);
    else cursor.skip();
  }
  cursor.leave(outer);
  return element;
}

function readMap(cursor: Cursor): { key: DataType | null; value: ValueType | null } {
  let key: DataType | null = null;
  let value: ValueType | null = null;
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === MAP_TYPE.key) key = readDataType(cursor);
    else if (cursor.field === MAP_TYPE.value) value = readType(cursor);
    else cursor.skip();
  }
  cursor.leave(outer);
  return { key, value };
}
