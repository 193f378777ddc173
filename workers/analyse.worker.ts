// Reads an ONNX file and counts it, off the page's thread. The graph stays here, so that binding a dimension counts again
// without reading again. Cancelling is terminate(): there is no state to undo.
import { countModel } from '@/lib/flops/count';
import { freeDimensionsOf } from '@/lib/flops/free-dimensions';
import { opsetOf } from '@/lib/flops/record';
import type { CountOptions } from '@/lib/flops/report';
import { fedInputs } from '@/lib/models/graph-inputs';
import type { Graph, Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { describeReadError } from '@/lib/onnx/read-error';
import { blobSource } from '@/lib/onnx/source';
import type { FileFacts, FromAnalyser, ToAnalyser } from './analyse-messages';

const REPORT_EVERY_MS = 100;

let opened: { readonly model: Model; readonly file: FileFacts } | null = null;

const tell = (message: FromAnalyser): void => postMessage(message);

function weightFilesOf({ initializers }: Graph): readonly string[] {
  return [...new Set(initializers.flatMap(({ data }) => (data.kind === 'external' ? [data.location] : [])))];
}

async function open(file: File): Promise<void> {
  opened = null;
  let last = 0;
  const loaded = await loadModel(blobSource(file), {
    report: ({ bytesRead }) => {
      const now = performance.now();
      if (now - last < REPORT_EVERY_MS) return;
      last = now;
      tell({ type: 'reading', bytesRead, sizeBytes: file.size });
    },
  });
  if (!loaded.ok) return tell({ type: 'failed', reason: describeReadError(loaded.error) });
  const model = loaded.value;
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
      weightFiles: weightFilesOf(model.graph),
    },
  };
}

function count(options: CountOptions): void {
  if (opened === null) return;
  tell({ type: 'counting' });
  const { model, file } = opened;
  tell({ type: 'analysis', analysis: { file, options, report: countModel(model, options) } });
}

async function answer(message: ToAnalyser): Promise<void> {
  if (message.type === 'open') await open(message.file);
  count(message.options);
}

self.onmessage = ({ data }: MessageEvent<ToAnalyser>) => {
  answer(data).catch((error: unknown) => {
    tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  });
};
