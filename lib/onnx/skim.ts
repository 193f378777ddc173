// One pass over a file of any size that keeps its structure and leaves long payloads (weights,
// blobs) where they are. It follows lengths only: what the kept bytes mean is decided by read.ts.
// Memory: the structure and one window.
import { concatBytes } from '../core/bytes';
import { DEPTH_LIMIT, type Gap, type Skeleton, WIRE } from './cursor';
import { ATTRIBUTE, FUNCTION, GRAPH, MODEL, NODE, SPARSE, VALUE_INFO } from './fields';
import { ReadFault } from './read-error';
import type { ByteSource } from './source';

/** Longer payloads stay in the file. Shape chains fold up to 1024 int64 elements, half of this. */
const KEEP_BYTES = 16_384;
/** Structure of real models is a few MiB; 100,000 nodes have about 30. */
const STRUCTURE_LIMIT_BYTES = 128 * 2 ** 20;
const FIRST_WINDOW_BYTES = 4_096;
const WINDOW_LIMIT_BYTES = 2 ** 20;
/** A tag and a length, five bytes each. */
const HEADER_BYTES = 10;

type Kind =
  | 'model'
  | 'graph'
  | 'node'
  | 'attribute'
  | 'function'
  | 'tensor'
  | 'sparse'
  | 'value'
  | 'type';

/** Messages that may contain weights; everything else is a payload here. */
const INSIDE: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  model: { [MODEL.graph]: 'graph', [MODEL.functions]: 'function' },
  graph: {
    [GRAPH.node]: 'node',
    [GRAPH.initializer]: 'tensor',
    [GRAPH.sparseInitializer]: 'sparse',
    [GRAPH.input]: 'value',
    [GRAPH.output]: 'value',
    [GRAPH.valueInfo]: 'value',
  },
  node: { [NODE.attribute]: 'attribute' },
  attribute: {
    [ATTRIBUTE.t]: 'tensor',
    [ATTRIBUTE.tensors]: 'tensor',
    [ATTRIBUTE.g]: 'graph',
    [ATTRIBUTE.graphs]: 'graph',
    [ATTRIBUTE.sparse]: 'sparse',
  },
  function: { [FUNCTION.node]: 'node', [FUNCTION.attributeProto]: 'attribute' },
  sparse: { [SPARSE.values]: 'tensor', [SPARSE.indices]: 'tensor' },
  tensor: {},
  // A long description stands beside the type, never inside.
  value: { [VALUE_INFO.type]: 'type' },
  type: {},
};

interface Open {
  readonly kind: Kind;
  readonly end: number;
}

export interface SkimProgress {
  readonly bytesRead: number;
  readonly sizeBytes: number | null;
}

/**
 * Reads the structure of a file and leaves out the bytes of its weights, window by window.
 * @throws ReadFault for bytes that cannot be followed; errors of the source pass through.
 */
export async function skim(
  source: ByteSource,
  report?: (progress: SkimProgress) => void,
): Promise<Skeleton> {
  const walk = new Walk(source.sizeBytes ?? Number.POSITIVE_INFINITY);
  let wanted = FIRST_WINDOW_BYTES;
  let held = new Uint8Array(0);
  for (;;) {
    const from = walk.offset + held.length;
    const chunk = await source.read(from, wanted);
    if (chunk.length === 0) {
      walk.finish(held);
      break;
    }
    const window = held.length === 0 ? chunk : concatBytes([held, chunk]);
    const start = walk.offset;
    walk.through(window);
    report?.({ bytesRead: walk.offset, sizeBytes: source.sizeBytes });
    // A jump over weights starts small again; reading on doubles the window.
    const used = walk.offset - start;
    held = used < window.length ? window.slice(used) : new Uint8Array(0);
    wanted = used > window.length ? FIRST_WINDOW_BYTES : Math.min(2 * wanted, WINDOW_LIMIT_BYTES);
  }
  return walk.skeleton();
}

/**
 * The state between windows: open messages, and what has been kept. `offset` is the first byte not
 * yet consumed.
 */
class Walk {
  offset = 0;
  private readonly open: Open[];
  private readonly kept: Uint8Array[] = [];
  private keptBytes = 0;
  private readonly gaps: Gap[] = [];

  constructor(sizeBytes: number) {
    this.open = [{ kind: 'model', end: sizeBytes }];
  }

  private fault(
    code: 'malformed' | 'truncated' | 'too-large' | 'too-deep',
    message: string,
    at: number,
  ): ReadFault {
    return new ReadFault(code, message, { offset: at });
  }

  /**
   * Consumes whole fields and the headers of messages; stops before a field that the window does
   * not hold.
   */
  through(window: Uint8Array): void {
    const base = this.offset;
    let at = 0;
    let keptTo = 0;
    while (at < window.length) {
      this.close(base + at);
      const header = headerAt(window, at);
      if (header === null) {
        if (window.length - at > HEADER_BYTES)
          throw this.fault('malformed', 'no field starts here', base + at);
        break;
      }
      const { kind, end } = this.open[this.open.length - 1];
      const content = at + header.length;
      if (base + content + header.size > end) {
        throw this.fault(
          this.open.length === 1 ? 'truncated' : 'malformed',
          `a field ends ${base + content + header.size - end} bytes past its message`,
          base + at,
        );
      }
      const inside = header.wire === WIRE.bytes ? INSIDE[kind][header.field] : undefined;
      if (inside !== undefined) {
        if (this.open.length > DEPTH_LIMIT)
          throw this.fault('too-deep', 'messages nest too deeply', base + at);
        this.open.push({ kind: inside, end: base + content + header.size });
        at = content;
      } else if (header.size > KEEP_BYTES) {
        this.keep(window.subarray(keptTo, content));
        this.gaps.push({ offset: base + content, length: header.size, position: this.keptBytes });
        at = content + header.size;
        keptTo = at;
      } else if (content + header.size > window.length) {
        break;
      } else {
        at = content + header.size;
      }
    }
    if (keptTo < at) this.keep(window.subarray(keptTo, at));
    this.offset = base + at;
  }

  private close(offset: number): void {
    while (this.open.length > 1 && offset >= this.open[this.open.length - 1].end) this.open.pop();
  }

  private keep(bytes: Uint8Array): void {
    this.keptBytes += bytes.length;
    if (this.keptBytes > STRUCTURE_LIMIT_BYTES) {
      throw this.fault(
        'too-large',
        `more than ${STRUCTURE_LIMIT_BYTES} bytes of structure`,
        this.offset,
      );
    }
    if (bytes.length > 0) this.kept.push(bytes.slice());
  }

  /** At the end of the source: nothing may be left over or open. */
  finish(rest: Uint8Array): void {
    this.close(this.offset);
    const { end } = this.open[this.open.length - 1];
    if (rest.length > 0 || this.open.length > 1 || (Number.isFinite(end) && this.offset !== end)) {
      throw this.fault('truncated', 'the file ends inside a field', this.offset);
    }
  }

  skeleton(): Skeleton {
    const bytes = new Uint8Array(this.keptBytes);
    let at = 0;
    for (const piece of this.kept) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { bytes, gaps: this.gaps };
  }
}

interface Header {
  readonly field: number;
  readonly wire: number;
  /** Bytes of tag and length. */
  readonly length: number;
  /** Bytes of content. */
  readonly size: number;
}

/**
 * The header of the field at `at`; null where the window ends before the header does or no field
 * can start so.
 */
function headerAt(window: Uint8Array, at: number): Header | null {
  const tag = sizeAt(window, at);
  if (tag === null) return null;
  const field = Math.floor(tag.value / 8);
  const wire = tag.value % 8;
  const { length } = tag;
  switch (wire) {
    case WIRE.bytes: {
      const size = sizeAt(window, at + length);
      return size === null ? null : { field, wire, length: length + size.length, size: size.value };
    }
    case WIRE.fixed32:
      return { field, wire, length, size: 4 };
    case WIRE.fixed64:
      return { field, wire, length, size: 8 };
    case WIRE.varint: {
      for (let i = at + length; i < Math.min(window.length, at + length + 10); i += 1) {
        if (window[i] < 128) return { field, wire, length, size: i + 1 - at - length };
      }
      return null;
    }
    default:
      return null;
  }
}

/** An unsigned varint of at most 35 bits. */
function sizeAt(window: Uint8Array, at: number): { value: number; length: number } | null {
  let value = 0;
  for (let i = 0; i < 5 && at + i < window.length; i += 1) {
    value += (window[at + i] & 127) * 2 ** (7 * i);
    if (window[at + i] < 128) return { value, length: i + 1 };
  }
  return null;
}
