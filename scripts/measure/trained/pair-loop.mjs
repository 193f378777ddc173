// Two sessions of the same graph, with seeded and with trained weights, sampled A B B A on one
// thread; posts milliseconds per run of each, in order. `first` is the session that is created
// first: where its weights come to lie is a matter of a few percent, so both orders are measured,
// each in a worker of its own.
import * as ort from '/dist/ort.wasm.min.mjs';

/** @typedef {'seeded' | 'trained'} Name */

const SAMPLE_MS = 20;

self.onmessage = async ({ data: { net, dims, rounds, first } }) => {
  ort.env.wasm.wasmPaths = '/dist/';
  ort.env.wasm.numThreads = 1;
  const bytes = async (/** @type {string} */ path) =>
    new Uint8Array(await (await fetch(path)).arrayBuffer());
  const x = new ort.Tensor('float32', new Float32Array((await bytes(`/${net}/x`)).buffer), dims);
  /** @type {readonly Name[]} */
  const order = first === 'seeded' ? ['seeded', 'trained'] : ['trained', 'seeded'];
  /** @type {Partial<Record<Name, ort.InferenceSession>>} */
  const sessions = {};
  for (const name of order) {
    sessions[name] = await ort.InferenceSession.create(await bytes(`/${net}/${name}`), {
      executionProviders: ['wasm'],
    });
  }
  const sample = async (/** @type {Name} */ name, /** @type {number} */ iterations) => {
    const start = performance.now();
    for (let i = 0; i < iterations; i += 1) await sessions[name]?.run({ x });
    return (performance.now() - start) / iterations;
  };
  for (const name of order) await sample(name, 20);
  const iterations = Math.max(1, Math.ceil(SAMPLE_MS / (await sample('seeded', 5))));
  /** @type {Record<Name, number[]>} */
  const times = { seeded: [], trained: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of [...order, ...order.toReversed()])
      times[name].push(await sample(name, iterations));
  }
  self.postMessage(times);
};
