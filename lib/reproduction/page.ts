// The page of a reproduction: it runs the model of its folder on one backend with one input,
// compares with native ONNX Runtime, and says what it found in text to copy. Plain HTML with
// nothing of this site in it, because it is to be read by the people who mend the runtime or the
// browser.
import type { InputSpec, ManifestEntry } from '../models/workload';
import type { ReproductionCase } from './case';

/** What the page needs to know, written into it. */
export interface PageCase
  extends Pick<ReproductionCase, 'workload' | 'backend' | 'outcome' | 'reason'> {
  /** The runtime's files, from where they are published; `?ort=` names another place. */
  readonly runtime: string;
  readonly inputs: readonly (Pick<InputSpec, 'name' | 'dtype' | 'dims'> & {
    readonly file: string;
  })[];
  /**
   * Some single outputs as native ONNX Runtime gives them: flat index over all outputs, and value.
   */
  readonly expected: ManifestEntry['golden'][number]['samples'];
  /** Of the largest expected magnitude. */
  readonly tolerance: number;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0)};`);

/** As a literal of JavaScript inside a script element. */
const literal = (value: unknown): string =>
  JSON.stringify(value, null, 1).replaceAll('<', '\\u003c');

/**
 * Writes the page that runs one case by itself, with nothing of this site, for whoever looks for
 * the fault.
 */
export const reproductionPage = (page: PageCase): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(`${page.workload} on ${page.backend}`)}</title>
<h1>${escaped(`${page.workload} on ${page.backend}`)}</h1>
<p>Seen: ${escaped(`${page.outcome}. ${page.reason}`)}</p>
<p>
  <button type="button" id="run">Run it again</button>
  <button type="button" id="wasm">Run it on WASM for comparison</button>
</p>
<pre id="log"></pre>
<script type="module">
const CASE = ${literal(page)};
${SCRIPT}</script>
</html>
`;

const SCRIPT = `const ARRAYS = {
  float32: Float32Array, float16: Uint16Array, int32: Int32Array, int64: BigInt64Array,
  int8: Int8Array, uint8: Uint8Array, bool: Uint8Array,
};
const PROVIDERS = {
  wasm: 'wasm',
  webgpu: { name: 'webgpu', validationMode: 'basic' },
  'webnn-cpu': { name: 'webnn', deviceType: 'cpu' },
  'webnn-gpu': { name: 'webnn', deviceType: 'gpu' },
  'webnn-npu': { name: 'webnn', deviceType: 'npu' },
};
const log = (text) => { document.querySelector('#log').textContent += text + '\\n'; };
const bytesOf = async (file) => new Uint8Array(await (await fetch(file)).arrayBuffer());

async function outputsOn(backend) {
  const asked = new URLSearchParams(location.search).get('ort') ?? CASE.runtime;
  const from = new URL(asked, location.href).href;
  const accelerated = 'Suspending' in WebAssembly ? 'ort.jspi.min.mjs' : 'ort.webgpu.min.mjs';
  const ort = await import(from + (backend === 'wasm' ? 'ort.wasm.min.mjs' : accelerated));
  ort.env.wasm.wasmPaths = from;
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(await bytesOf('model.onnx'), {
    executionProviders: [PROVIDERS[backend]],
    graphOptimizationLevel: 'all',
  });
  const feeds = {};
  for (const { name, dtype, dims, file } of CASE.inputs) {
    const { buffer } = await bytesOf(file);
    feeds[name] = new ort.Tensor(dtype, new ARRAYS[dtype](buffer), dims);
  }
  const results = await session.run(feeds);
  const outputs = [];
  for (const name of session.outputNames) outputs.push(await results[name].getData());
  return outputs;
}

function valueAt(outputs, index) {
  for (const output of outputs) {
    if (index < output.length) return Number(output[index]);
    index -= output.length;
  }
  return NaN;
}

async function compare(backend) {
  log(navigator.userAgent);
  log(CASE.workload + ' on ' + backend);
  try {
    const outputs = await outputsOn(backend);
    let scale = 0;
    let worst = 0;
    for (const { index, value } of CASE.expected) {
      const got = valueAt(outputs, index);
      log('output[' + index + ']: ' + got + ', native ONNX Runtime ' + value);
      scale = Math.max(scale, Math.abs(value));
      worst = Math.max(worst, Number.isFinite(got) ? Math.abs(got - value) : Infinity);
    }
    const share = worst / scale;
    const verdict = share <= CASE.tolerance ? 'right' : 'wrong';
    log('Largest difference: ' + share.toPrecision(3) + ' of the largest value; ' + CASE.tolerance + ' is allowed: ' + verdict);
    globalThis.reproduced = { backend, verdict, share };
  } catch (error) {
    log('Failed: ' + (error instanceof Error ? error.stack ?? error.message : error));
    globalThis.reproduced = { backend, verdict: 'failed', share: null };
  }
  log('');
}

document.querySelector('#run').addEventListener('click', () => compare(CASE.backend));
document.querySelector('#wasm').addEventListener('click', () => compare('wasm'));
`;
