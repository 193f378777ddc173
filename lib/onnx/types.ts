// The element types of ONNX tensors: TensorProto.DataType of onnx.proto (IR 13), with bits per
// element. Sub-byte types pack two (or four) elements to a byte, the last byte padded.

export const DATA_TYPES = [
  { name: 'float32', code: 1, bits: 32 },
  { name: 'uint8', code: 2, bits: 8 },
  { name: 'int8', code: 3, bits: 8 },
  { name: 'uint16', code: 4, bits: 16 },
  { name: 'int16', code: 5, bits: 16 },
  { name: 'int32', code: 6, bits: 32 },
  { name: 'int64', code: 7, bits: 64 },
  { name: 'string', code: 8, bits: 0 },
  { name: 'bool', code: 9, bits: 8 },
  { name: 'float16', code: 10, bits: 16 },
  { name: 'float64', code: 11, bits: 64 },
  { name: 'uint32', code: 12, bits: 32 },
  { name: 'uint64', code: 13, bits: 64 },
  { name: 'complex64', code: 14, bits: 64 },
  { name: 'complex128', code: 15, bits: 128 },
  { name: 'bfloat16', code: 16, bits: 16 },
  { name: 'float8e4m3fn', code: 17, bits: 8 },
  { name: 'float8e4m3fnuz', code: 18, bits: 8 },
  { name: 'float8e5m2', code: 19, bits: 8 },
  { name: 'float8e5m2fnuz', code: 20, bits: 8 },
  { name: 'uint4', code: 21, bits: 4 },
  { name: 'int4', code: 22, bits: 4 },
  { name: 'float4e2m1', code: 23, bits: 4 },
  { name: 'float8e8m0', code: 24, bits: 8 },
  { name: 'uint2', code: 25, bits: 2 },
  { name: 'int2', code: 26, bits: 2 },
] as const;

export type DataType = (typeof DATA_TYPES)[number]['name'];

const BY_CODE: ReadonlyMap<number, DataType> = new Map(
  DATA_TYPES.map(({ code, name }) => [code, name]),
);
const BY_NAME: ReadonlyMap<DataType, { readonly code: number; readonly bits: number }> = new Map(
  DATA_TYPES.map(({ name, code, bits }) => [name, { code, bits }]),
);

/** The data type with this code, or undefined for one that no specification names. */
export const dataTypeOf = (code: number): DataType | undefined => BY_CODE.get(code);

function entry(type: DataType): { readonly code: number; readonly bits: number } {
  const found = BY_NAME.get(type);
  if (found === undefined) throw new RangeError(`no data type ${type}`);
  return found;
}

/** The number of a type in TensorProto.DataType. */
export const codeOf = (type: DataType): number => entry(type).code;
/** Bits of one element; 0 for strings, whose size is not fixed. */
export const bitsOf = (type: DataType): number => entry(type).bits;
/** The bytes that `count` packed elements take. */
export const bytesOf = (type: DataType, count: number): number =>
  Math.ceil((bitsOf(type) * count) / 8);

const FLOATS: ReadonlySet<DataType> = new Set<DataType>([
  'float32',
  'float16',
  'float64',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'float4e2m1',
  'float8e8m0',
  'complex64',
  'complex128',
]);

/** Whether a type holds floating-point numbers. */
export const isFloat = (type: DataType): boolean => FLOATS.has(type);
