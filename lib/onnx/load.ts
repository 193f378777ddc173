// A file → the graph that is inferred and counted: weights left where they are, local functions
// inlined, nodes in order.
import { err, ok, type Result } from '@/lib/core/result';
import { messageOf } from '@/lib/core/thrown';
import { concatBytes } from '../core/bytes';
import { otherFormat, SNIFFED_BYTES } from './formats';
import { inlineFunctions } from './inline';
import type { Model } from './ir';
import { inOrder } from './order';
import { catchFault, readModel, readSkeleton } from './read';
import { type ReadError, type ReadErrorCode, ReadFault } from './read-error';
import { type OpenSidecar, withSidecars } from './sidecars';
import { type SkimProgress, skim } from './skim';
import type { ByteSource } from './source';

/** @throws ReadFault */
function prepared(model: Model): Model {
  const inlined = inlineFunctions(model);
  return { ...inlined, graph: inOrder(inlined.graph) };
}

const prepare = (model: Result<Model, ReadError>): Result<Model, ReadError> =>
  model.ok ? catchFault(() => prepared(model.value)) : model;

/** Errors of bytes that may be anything. */
const FOREIGN: ReadonlySet<ReadErrorCode> = new Set<ReadErrorCode>([
  'malformed',
  'truncated',
  'not-onnx',
  'too-large',
]);

/** What cannot be read is looked at again: another format is named. */
function named(model: Result<Model, ReadError>, start: Uint8Array): Result<Model, ReadError> {
  const other = model.ok || !FOREIGN.has(model.error.code) ? null : otherFormat(start);
  if (other === null) return model;
  const message = `this is ${other.name}, no ONNX model: ${other.advice}`;
  return err({ code: 'other-format', message, offset: null, node: null });
}

/** A model that is in memory. */
export const loadBytes = (bytes: Uint8Array): Result<Model, ReadError> =>
  named(prepare(readModel(bytes)), bytes);

export interface LoadOptions {
  readonly report?: ((progress: SkimProgress) => void) | undefined;
  /** Files beside the model, in which it may keep the elements that decide its shapes. */
  readonly openSidecar?: OpenSidecar | undefined;
}

/** A model of any size, in memory bounded by its structure. */
export async function loadModel(
  source: ByteSource,
  options: LoadOptions = {},
): Promise<Result<Model, ReadError>> {
  const seen = new FirstBytes(source);
  const model = await loadAll(seen, options);
  if (!model.ok && model.error.code !== 'unreadable') await seen.complete();
  return named(model, seen.bytes);
}

async function loadAll(
  source: ByteSource,
  { report, openSidecar }: LoadOptions,
): Promise<Result<Model, ReadError>> {
  try {
    const model = prepare(readSkeleton(await skim(source, report)));
    if (!model.ok || openSidecar === undefined) return model;
    return ok(await withSidecars(model.value, openSidecar));
  } catch (error) {
    if (error instanceof ReadFault) return err(error.error);
    const message = messageOf(error);
    return err({ code: 'unreadable', message, offset: null, node: null });
  }
}

/** A source that keeps what tells formats apart. */
class FirstBytes implements ByteSource {
  bytes = new Uint8Array(0);
  readonly sizeBytes: number | null;
  private readonly source: ByteSource;

  constructor(source: ByteSource) {
    this.source = source;
    this.sizeBytes = source.sizeBytes;
  }

  async read(offset: number, wanted: number): Promise<Uint8Array> {
    const bytes = await this.source.read(offset, wanted);
    if (offset === this.bytes.length && this.bytes.length < SNIFFED_BYTES) {
      this.bytes = concatBytes([this.bytes, bytes.subarray(0, SNIFFED_BYTES)]);
    }
    return bytes;
  }

  /** Reads on where a stream gave so little that reading failed before a format can be told. */
  async complete(): Promise<void> {
    while (this.bytes.length < SNIFFED_BYTES) {
      const before = this.bytes.length;
      await this.read(before, SNIFFED_BYTES - before).catch(() => undefined);
      if (this.bytes.length === before) return;
    }
  }
}
