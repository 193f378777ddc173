// A file → the graph that is inferred and counted: weights left where they are, local functions inlined, nodes in order.
import { err, type Result } from '@/lib/core/result';
import { inlineFunctions } from './inline';
import type { Model } from './ir';
import { inOrder } from './order';
import { catchFault, readModel, readSkeleton } from './read';
import { type ReadError, ReadFault } from './read-error';
import { type SkimProgress, skim } from './skim';
import type { ByteSource } from './source';

/** @throws ReadFault */
function prepared(model: Model): Model {
  const inlined = inlineFunctions(model);
  return { ...inlined, graph: inOrder(inlined.graph) };
}

const prepare = (model: Result<Model, ReadError>): Result<Model, ReadError> =>
  model.ok ? catchFault(() => prepared(model.value)) : model;

/** A model that is in memory. */
export const loadBytes = (bytes: Uint8Array): Result<Model, ReadError> => prepare(readModel(bytes));

/** A model of any size, in memory bounded by its structure. */
export async function loadModel(
  source: ByteSource,
  report?: (progress: SkimProgress) => void,
): Promise<Result<Model, ReadError>> {
  try {
    return prepare(readSkeleton(await skim(source, report)));
  } catch (error) {
    if (error instanceof ReadFault) return err(error.error);
    const message = error instanceof Error ? error.message : String(error);
    return err({ code: 'unreadable', message, offset: null, node: null });
  }
}
