// The bare loop that the engine is held against: onnxruntime-web as its documentation shows it, one thread, nothing else.
// A worker of its own, like the engine's; posts milliseconds per run, in order.
import * as ort from '/dist/ort.wasm.min.mjs';

const ARRAYS = { float32: Float32Array, int64: BigInt64Array, int32: Int32Array };

self.onmessage = async ({ data: { workload, capMs } }) => {
  ort.env.wasm.wasmPaths = '/dist/';
  ort.env.wasm.numThreads = 1;
  const model = new Uint8Array(await (await fetch(`/${workload}/model.onnx`)).arrayBuffer());
  const inputs = await (await fetch(`/${workload}/inputs.json`)).json();
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const feeds = {};
  for (const { name, dtype, dims } of inputs) {
    const bytes = await (await fetch(`/${workload}/inputs/${name}`)).arrayBuffer();
    feeds[name] = new ort.Tensor(dtype, new ARRAYS[dtype](bytes), dims);
  }
  const warmUntil = performance.now() + capMs * 0.3;
  while (performance.now() < warmUntil) await session.run(feeds);
  const times = [];
  const until = performance.now() + capMs * 0.7;
  while (performance.now() < until || times.length < 3) {
    const start = performance.now();
    await session.run(feeds);
    times.push(performance.now() - start);
  }
  self.postMessage(times);
};
