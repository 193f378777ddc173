// ONNX bytes → Model, as they are: calls of local functions and the order of nodes are kept
// (load.ts makes a graph ready to be counted). Weights are views of the given bytes, or named by
// their place in the file; nothing is copied.
import { err, ok, type Result } from '@/lib/core/result';
import { Cursor, type Skeleton } from './cursor';
import { MODEL } from './fields';
import type { Graph, LocalFunction, Model, OpsetImport } from './ir';
import { type ReadError, ReadFault } from './read-error';
import { readFunction, readGraph, readOpset, startReading } from './read-graph';
import { readEntry } from './read-tensor';

/** Reads a model of which all bytes are in memory. */
export const readModel = (bytes: Uint8Array): Result<Model, ReadError> =>
  readSkeleton({ bytes, gaps: [] });

/** Reads a model of which skimming left the weights in the file. */
export const readSkeleton = (skeleton: Skeleton): Result<Model, ReadError> =>
  catchFault(() => readRoot(skeleton));

/** The door of this folder: what was thrown inside as a ReadFault leaves as a value. */
export function catchFault<T>(work: () => T): Result<T, ReadError> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof ReadFault) return err(error.error);
    throw error;
  }
}

function readRoot(skeleton: Skeleton): Model {
  const cursor = new Cursor(skeleton);
  const reading = startReading(skeleton);
  const opsets: OpsetImport[] = [];
  const functions: LocalFunction[] = [];
  const metadata = new Map<string, string>();
  let graph: Graph | null = null;
  let irVersion = 0;
  let producerName = '';
  let producerVersion = '';
  let domain = '';
  let modelVersion = 0;
  while (cursor.next()) {
    switch (cursor.field) {
      case MODEL.irVersion:
        irVersion = cursor.safeInt();
        break;
      case MODEL.producerName:
        producerName = cursor.text();
        break;
      case MODEL.producerVersion:
        producerVersion = cursor.text();
        break;
      case MODEL.domain:
        domain = cursor.text();
        break;
      case MODEL.modelVersion:
        modelVersion = Number(cursor.int());
        break;
      case MODEL.graph:
        if (graph !== null) throw cursor.fault('a second graph');
        graph = readGraph(cursor, reading);
        break;
      case MODEL.opsetImport:
        opsets.push(readOpset(cursor));
        break;
      case MODEL.functions:
        functions.push(readFunction(cursor, reading));
        break;
      case MODEL.metadata:
        readEntry(cursor, metadata);
        break;
      default:
        cursor.skip();
    }
  }
  if (graph === null) throw new ReadFault('not-onnx', 'the file holds no graph');
  if (opsets.length === 0 && graph.nodes.length > 0)
    throw new ReadFault('not-onnx', 'no operator set is named');
  return {
    irVersion,
    opsets,
    producerName,
    producerVersion,
    domain,
    modelVersion,
    graph,
    functions,
    metadata,
  };
}
