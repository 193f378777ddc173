// The counter as others call it: a model in any form → its report. Opening and counting are apart,
// so that a model is read once and counted under several bindings.
import { countModel } from '@/lib/flops/count';
import {
  type FreeDimension,
  freeDimensionsOf,
  openDimensionsOf,
} from '@/lib/flops/free-dimensions';
import { type FileRecord, opsetOf } from '@/lib/flops/record';
import type { CountOptions, Report } from '@/lib/flops/report';
import type { Given } from '@/lib/onnx/infer/given';
import type { Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { byteSource, type ModelSource } from './model-source';
import { UnreadableModelError } from './unreadable-model-error';

export interface OpenOptions {
  /**
   * The file with this name beside the model, null where it is not at hand: small tensors in it may
   * decide shapes.
   */
  readonly openSidecar?:
    | ((location: string) => ModelSource | null | Promise<ModelSource | null>)
    | undefined;
  /** Called while the file is read; the size of a stream is not known. */
  readonly onProgress?:
    | ((progress: { readonly bytesRead: number; readonly sizeBytes: number | null }) => void)
    | undefined;
}

/** A model that has been read. Counting it again costs no reading. */
export interface OpenedModel {
  /**
   * Counts it with what is known beside its file: extents, values of inputs, an assumed number of
   * detections.
   */
  count(options?: CountOptions): Report;
  /**
   * The dimensions that the file leaves open, with first guesses; only those still open under what
   * is given.
   */
  openDimensions(given?: Given): readonly FreeDimension[];
  /** What `toRecord` says of the file. */
  record(file: string): FileRecord;
}

const opened = (model: Model): OpenedModel => ({
  count: (options) => countModel(model, options),
  openDimensions: (given = {}) => openDimensionsOf(model.graph, given),
  record: (file) => ({
    file,
    irVersion: model.irVersion,
    opset: opsetOf(model),
    dimensions: freeDimensionsOf(model.graph),
  }),
});

/** Reads the structure of a model. @throws UnreadableModelError */
export async function openModel(
  model: ModelSource,
  { openSidecar, onProgress }: OpenOptions = {},
): Promise<OpenedModel> {
  const loaded = await loadModel(byteSource(model), {
    report: onProgress,
    openSidecar:
      openSidecar &&
      (async (location) => {
        const found = await openSidecar(location);
        return found === null ? null : byteSource(found);
      }),
  });
  if (!loaded.ok) throw new UnreadableModelError(loaded.error);
  return opened(loaded.value);
}

/** Reads a model and counts it. @throws UnreadableModelError */
export async function countFlops(
  model: ModelSource,
  options: CountOptions & OpenOptions = {},
): Promise<Report> {
  return (await openModel(model, options)).count(options);
}
