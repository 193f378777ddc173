// The graph as the rest of Flopmark sees it: ONNX's messages (onnx.proto, IR 3–13) without their
// encoding. Everything is read-only data. Weights are described, not held: a reader leaves them
// where they are, a builder makes them when written.
import type { DataType } from './types';

/** A known extent, the name of a symbolic one, or null where nothing is known. */
export type Dim = number | string | null;

export type ValueType =
  | {
      readonly kind: 'tensor';
      readonly dtype: DataType | null;
      readonly dims: readonly Dim[] | null;
    }
  | {
      readonly kind: 'sparse';
      readonly dtype: DataType | null;
      readonly dims: readonly Dim[] | null;
    }
  | { readonly kind: 'sequence'; readonly element: ValueType | null }
  | { readonly kind: 'optional'; readonly element: ValueType | null }
  | { readonly kind: 'map'; readonly key: DataType | null; readonly value: ValueType | null };

export interface ValueInfo {
  readonly name: string;
  readonly type: ValueType | null;
}

/**
 * Where a tensor's elements are. `bytes` are little-endian and packed as in TensorProto.raw_data.
 */
export type TensorData =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'strings'; readonly values: readonly Uint8Array[] }
  /** Written once, by the writer, straight into its final place. */
  | { readonly kind: 'generated'; readonly fill: (target: Uint8Array<ArrayBuffer>) => void }
  /** Left in the file at this byte offset of the model. */
  | { readonly kind: 'skipped'; readonly offset: number; readonly length: number }
  /** Neither in the file nor said to be elsewhere: weights were stripped. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'external';
      readonly location: string;
      readonly offset: number;
      readonly length: number | null;
    };

export interface Tensor {
  readonly name: string;
  readonly dtype: DataType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

export interface SparseTensor {
  readonly values: Tensor;
  readonly indices: Tensor;
  readonly dims: readonly number[];
}

/** 64-bit integers are numbers while exact, bigints beyond 2⁵³. */
export type Int = number | bigint;

export type AttributeContent =
  | { readonly kind: 'int'; readonly value: Int }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'sparse'; readonly value: SparseTensor }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'type'; readonly value: ValueType | null }
  | { readonly kind: 'ints'; readonly value: readonly Int[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensors'; readonly value: readonly Tensor[] }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  | { readonly kind: 'types'; readonly value: readonly (ValueType | null)[] }
  /** Part of it is too long to be structure and stayed in the file. */
  | { readonly kind: 'left' }
  /** Inside a function body: the attribute of the calling node with this name. */
  | { readonly kind: 'reference'; readonly to: string };

export type Attribute = AttributeContent & { readonly name: string };

/** Nodes have few attributes: a search is faster than a Map, and a list smaller. */
export function attributeNamed(
  attributes: readonly Attribute[],
  name: string,
): Attribute | undefined {
  for (let i = 0; i < attributes.length; i += 1)
    if (attributes[i].name === name) return attributes[i];
  return undefined;
}

export interface Node {
  readonly name: string;
  readonly opType: string;
  /** '' is ai.onnx. */
  readonly domain: string;
  readonly overload: string;
  /** '' stands for an omitted optional input or output. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly Attribute[];
}

/** The domain of an operator as tables have it: of the two names of ai.onnx the shorter one. */
export const domainOf = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

/** An operator by one name: bare in ai.onnx, `domain:name` in others. */
export const keyOf = (domain: string, opType: string): string =>
  domainOf(domain) === '' ? opType : `${domain}:${opType}`;

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly valueInfo: readonly ValueInfo[];
  readonly initializers: readonly Tensor[];
  readonly sparseInitializers: readonly SparseTensor[];
  readonly nodes: readonly Node[];
}

export interface OpsetImport {
  readonly domain: string;
  readonly version: number;
}

/** A function local to the model; calls are inlined before anything is inferred or counted. */
export interface LocalFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes without a default. */
  readonly attributes: readonly string[];
  readonly defaults: readonly Attribute[];
  readonly nodes: readonly Node[];
  readonly opsets: readonly OpsetImport[];
}

export interface Model {
  readonly irVersion: number;
  readonly opsets: readonly OpsetImport[];
  readonly producerName: string;
  readonly producerVersion: string;
  readonly domain: string;
  readonly modelVersion: number;
  readonly graph: Graph;
  readonly functions: readonly LocalFunction[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** The number of elements of a shape, 1 for a scalar. */
export function elementsOf(dims: readonly number[]): number {
  let product = 1;
  for (let i = 0; i < dims.length; i += 1) product *= dims[i];
  return product;
}
