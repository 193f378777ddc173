// Opens one form on one backend as the engine does and answers with its outputs, or with why there
// are none.
import { FORMS } from '@/lib/models/forms/forms';
import { writeModel } from '@/lib/onnx/write';
import { openSession } from '@/lib/ort/session';

export interface SupportRequest {
  readonly form: string;
  readonly backend: 'wasm' | 'webgpu';
  readonly seed: number;
}

export type SupportAnswer =
  | { readonly ran: true; readonly fellBack: boolean; readonly values: readonly number[] }
  | { readonly ran: false; readonly reason: string; readonly shaderF16: boolean };

async function hasShaderF16(): Promise<boolean> {
  return (await navigator.gpu?.requestAdapter())?.features.has('shader-f16') ?? false;
}

async function answer({ form, backend, seed }: SupportRequest): Promise<SupportAnswer> {
  const found = FORMS.find(({ id }) => id === form);
  if (found === undefined) throw new RangeError(`no form '${form}'`);
  const { model, input } = found;
  const opened = await openSession({
    model: writeModel(model),
    backend,
    threads: 1,
    mode: 'run',
    inputs: [input],
    seed,
  });
  if (!opened.ok)
    return { ran: false, reason: opened.error.reason, shaderF16: await hasShaderF16() };
  try {
    const [values] = await opened.value.outputs();
    return { ran: true, fellBack: opened.value.fellBack, values: Array.from(values, Number) };
  } catch (error) {
    return { ran: false, reason: String(error), shaderF16: await hasShaderF16() };
  }
}

self.onmessage = ({ data }: MessageEvent<SupportRequest>): void => {
  answer(data).then(
    (value) => self.postMessage({ value }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
