// Reads an ONNX file and counts it, off the page's thread. The graph stays here, so that binding a
// dimension counts again without reading again. Cancelling is terminate(): there is no state to
// undo.
import { messageOf } from '@/lib/core/thrown';
import '@/lib/core/built-ins';
import { countModel } from '@/lib/flops/count';
import { freeDimensionsOf, openDimensionsOf } from '@/lib/flops/free-dimensions';
import { opsetOf } from '@/lib/flops/record';
import type { CountOptions } from '@/lib/flops/report';
import { executionOf } from '@/lib/flops/steps/steps';
import { fedInputs } from '@/lib/models/graph-inputs';
import { describeNode } from '@/lib/onnx/describe';
import type { Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { describeReadError } from '@/lib/onnx/read-error';
import { externalLocations, type OpenSidecar } from '@/lib/onnx/sidecars';
import { blobSource } from '@/lib/onnx/source';
import type { FileFacts, FromAnalyser, GivenFile, ToAnalyser } from './analyse-messages';

const REPORT_EVERY_MS = 100;

let opened: { readonly model: Model; readonly file: Omit<FileFacts, 'openDimensions'> } | null =
  null;

const tell = (message: FromAnalyser): void => postMessage(message);

/**
 * The given file at `location` beside the model; files chosen one by one have no folder, and are
 * found by their name.
 */
function beside(
  model: GivenFile,
  files: readonly GivenFile[],
  location: string,
): GivenFile | undefined {
  const folder = model.path.slice(0, model.path.lastIndexOf('/') + 1);
  const wanted = location.replace(/^\.\//, '');
  const name = wanted.slice(wanted.lastIndexOf('/') + 1);
  return (
    files.find(({ path }) => path === folder + wanted) ?? files.find(({ path }) => path === name)
  );
}

async function open(given: GivenFile, files: readonly GivenFile[]): Promise<void> {
  opened = null;
  const { file } = given;
  let last = 0;
  // What is read from a file beside the model is no longer external in the graph.
  const read = new Set<string>();
  const openSidecar: OpenSidecar = async (location) => {
    read.add(location);
    const found = beside(given, files, location);
    return found === undefined ? null : blobSource(found.file);
  };
  const loaded = await loadModel(blobSource(file), {
    openSidecar,
    report: ({ bytesRead }) => {
      const now = performance.now();
      if (now - last < REPORT_EVERY_MS) return;
      last = now;
      tell({ type: 'reading', bytesRead, sizeBytes: file.size });
    },
  });
  if (!loaded.ok) return tell({ type: 'failed', reason: describeReadError(loaded.error) });
  const model = loaded.value;
  const weightFiles = [...new Set([...read, ...externalLocations(model.graph)])];
  opened = {
    model,
    file: {
      name: file.name,
      sizeBytes: file.size,
      irVersion: model.irVersion,
      opset: opsetOf(model),
      producer: `${model.producerName} ${model.producerVersion}`.trim(),
      freeDimensions: freeDimensionsOf(model.graph),
      inputs: fedInputs(model.graph),
      weightFiles,
      missingFiles: weightFiles.filter((location) => beside(given, files, location) === undefined),
    },
  };
}

function count(options: CountOptions): void {
  if (opened === null) return;
  tell({ type: 'counting' });
  const { model, file } = opened;
  const facts = { ...file, openDimensions: openDimensionsOf(model.graph, options) };
  const analysis = {
    file: facts,
    options,
    report: countModel(model, options),
    execution: executionOf(model, options),
  };
  tell({ type: 'analysis', analysis });
}

function describe(output: string): void {
  if (opened === null) return;
  tell({
    type: 'description',
    described: { output, description: describeNode(opened.model.graph, output) },
  });
}

async function answer(message: ToAnalyser): Promise<void> {
  if (message.type === 'describe') return describe(message.output);
  if (message.type === 'open') await open(message.model, message.files);
  count(message.options);
}

self.onmessage = ({ data }: MessageEvent<ToAnalyser>) => {
  answer(data).catch((error: unknown) => {
    tell({ type: 'failed', reason: messageOf(error) });
  });
};
