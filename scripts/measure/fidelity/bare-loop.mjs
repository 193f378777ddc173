// The bare loop that the engine is held against: onnxruntime-web as its documentation shows it, one
// thread, nothing else. A worker of its own, like the engine's; posts milliseconds per run, in
// order.
//
// It is warm after at least WARM_RUNS runs too. The outputs of the first eight or so (32 MiB of
// them for a product of 1024³) lie in memory that the garbage collector has not been through; from
// then on it goes along, and each run takes 79 ms instead of 74. Whoever runs a model over and over
// has the second time. The engine's first run and its check of the output come before its warm-up,
// so it is there sooner.
import * as ort from '/dist/ort.wasm.min.mjs';

const WARM_RUNS = 10;
/**
 * @type {Readonly<Record<string, new (bytes: ArrayBuffer) => Float32Array | BigInt64Array |
 * Int32Array>>}
 */
const ARRAYS = { float32: Float32Array, int64: BigInt64Array, int32: Int32Array };

self.onmessage = async ({ data: { workload, capMs } }) => {
  ort.env.wasm.wasmPaths = '/dist/';
  ort.env.wasm.numThreads = 1;
  const model = new Uint8Array(await (await fetch(`/${workload}/model.onnx`)).arrayBuffer());
  const inputs = await (await fetch(`/${workload}/inputs.json`)).json();
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  /** @type {Record<string, ort.Tensor>} */
  const feeds = {};
  for (const { name, dtype, dims } of inputs) {
    const bytes = await (await fetch(`/${workload}/inputs/${name}`)).arrayBuffer();
    feeds[name] = new ort.Tensor(dtype, new ARRAYS[dtype](bytes), dims);
  }
  const warmUntil = performance.now() + capMs * 0.3;
  for (let runs = 0; runs < WARM_RUNS || performance.now() < warmUntil; runs += 1)
    await session.run(feeds);
  const times = [];
  const until = performance.now() + capMs * 0.7;
  while (performance.now() < until || times.length < 3) {
    const start = performance.now();
    await session.run(feeds);
    times.push(performance.now() - start);
  }
  self.postMessage(times);
};
