// The smallest graph worth a session: one addition. Opening it fetches, compiles and starts the
// runtime, so that the session time of the workload after it is that of the workload alone.
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';

/** A model of one addition, for finding out whether a backend opens at all. */
export function tinyModel(): Uint8Array {
  const graph = new GraphBuilder({ name: 'tiny', opset: 17 });
  const x = graph.input('x', 'float32', [1]);
  graph.output(graph.node('Add', [x, x]), 'float32', [1]);
  return writeModel(graph.finish());
}
