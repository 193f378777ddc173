// The rule as code to copy: which backend is tried first, and when the page falls back.
import type { Backend } from '@/lib/core/backend';

export interface Rule {
  readonly first: Backend;
  readonly budgetMs: number;
}

/** Named here in the code that a person copies; this page does not load it. */
const RUNTIME = 'onnxruntime-web';

const other = (first: Backend): Backend => (first === 'webgpu' ? 'wasm' : 'webgpu');

export const onnxruntimeRule = ({
  first,
  budgetMs,
}: Rule): string => `import * as ort from '${RUNTIME}/webgpu';

const BUDGET_MS = ${budgetMs};

/** Tries ${first} first; takes ${other(first)} where that fails or is too slow here. */
export async function openModel(url, feeds) {
  let best = null;
  for (const provider of ['${first}', '${other(first)}']) {
    try {
      const session = await ort.InferenceSession.create(url, { executionProviders: [provider] });
      await session.run(feeds); // the first run compiles
      const start = performance.now();
      await session.run(feeds);
      const ms = performance.now() - start;
      if (best === null || ms < best.ms) best = { session, provider, ms };
      if (ms <= BUDGET_MS) break;
    } catch (error) {
      console.warn(provider, error);
    }
  }
  return best; // null: nothing runs here; best.ms > BUDGET_MS: too slow here
}`;

export const transformersRule = ({
  first,
  budgetMs,
}: Rule): string => `import { pipeline } from '@huggingface/transformers';

const BUDGET_MS = ${budgetMs};
const FORMS = {
  webgpu: { device: 'webgpu', dtype: 'fp32' },
  wasm: { device: 'wasm', dtype: 'q8' },
};

/** Tries ${first} first; takes ${other(first)} where that fails or is too slow here. */
export async function openPipeline(task, model, input) {
  let best = null;
  for (const name of ['${first}', '${other(first)}']) {
    try {
      const run = await pipeline(task, model, FORMS[name]);
      await run(input); // the first run compiles
      const start = performance.now();
      await run(input);
      const ms = performance.now() - start;
      if (best === null || ms < best.ms) best = { run, name, ms };
      if (ms <= BUDGET_MS) break;
    } catch (error) {
      console.warn(name, error);
    }
  }
  return best;
}`;
