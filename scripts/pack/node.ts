// `flopmark/node`: models that are files. Only the ranges that hold structure are read; small
// tensors that decide shapes are read from files in the model's folder.
import type { CountOptions, Report } from '@/lib/flops/report';
import { type OpenedModel, openModel } from '@/lib/package/count-flops';
import { sidecarsOf, withFile } from '../file-source';

/**
 * Reads the structure of a file. @throws UnreadableModelError, or the system's error where there is
 * no such file
 */
export const openFile = (path: string): Promise<OpenedModel> =>
  withFile(path, (source) => openModel(source, { openSidecar: sidecarsOf(path) }));

/** Reads a file and counts it. @throws as openFile does */
export const countFile = async (path: string, options: CountOptions = {}): Promise<Report> =>
  (await openFile(path)).count(options);
