// Which form of a precision WASM and the native WebGPU provider run: every form as a small kernel
// in Chromium, where a session that needs the CPU for a node is told from one that does not, and
// outputs are those of native ONNX Runtime.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMS, type Form } from '@/lib/models/forms/forms';
import type { SupportRow, SupportTable, Verdict } from '@/lib/models/forms/support';
import { type OutputValues, relativeError } from '@/lib/models/golden';
import { writeModel } from '@/lib/onnx/write';
import { ORT_VERSION } from '@/lib/ort/version';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { openNative } from '../oracle/native-runtime';
import { root } from '../root';
import { ask, serveLab } from './lab';
import type { SupportAnswer, SupportRequest } from './support.worker';

const PATH = join(root, 'lib/models/forms/support.json');
const WEBGPU = '--enable-unsafe-webgpu';
const LIMIT_MS = 60_000;
const SEED = 1;
/** Far above rounding, far below a wrong scale or a missing zero point. */
const TOLERANCE = 1e-2;

async function nativeOutput({ model, input }: Form): Promise<OutputValues> {
  const native = await openNative(writeModel(model));
  const [{ values }] = await native.run([input], SEED);
  await native.close();
  return values;
}

async function verdictOf(
  driver: Driver,
  form: Form,
  backend: SupportRequest['backend'],
): Promise<Verdict> {
  const request: SupportRequest = { form: form.id, backend, seed: SEED };
  const answer = await ask<SupportAnswer>(driver, request, LIMIT_MS);
  if (!answer.ran) {
    if (backend === 'webgpu' && !answer.shaderF16 && /f16/.test(answer.reason))
      return 'no-shader-f16';
    console.error(`${form.id} on ${backend}: ${answer.reason}`);
    return 'fails';
  }
  if (relativeError(answer.values, await nativeOutput(form)) > TOLERANCE) return 'wrong';
  return answer.fellBack ? 'falls-back' : 'runs';
}

/** @throws Error where Chromium is missing or offers no adapter. */
export async function trySupport(): Promise<SupportTable> {
  const lab = await serveLab('scripts/zoo/support.worker.ts');
  const driver = await chromiumDriver([WEBGPU]);
  try {
    await driver.open(lab.url);
    const adapter = await driver.evaluate<string | null>(
      'navigator.gpu.requestAdapter().then((adapter) => adapter && adapter.info.architecture)',
    );
    if (adapter === null) throw new Error('this Chromium has no WebGPU adapter');
    const rows: SupportRow[] = [];
    for (const form of FORMS) {
      const { id, precision, operator, nodes } = form;
      const wasm = await verdictOf(driver, form, 'wasm');
      const webgpu = await verdictOf(driver, form, 'webgpu');
      rows.push({ form: id, precision, operator, nodes, wasm, webgpu });
    }
    return { ortVersion: ORT_VERSION, adapter, rows };
  } finally {
    await driver.close();
    await lab.stop();
  }
}

export async function writeSupport(): Promise<void> {
  const table = await trySupport();
  writeFileSync(PATH, `${JSON.stringify(table, null, 2)}\n`);
  for (const { form, precision, wasm, webgpu } of table.rows) {
    console.log(
      `${precision.padEnd(6)} ${form.padEnd(18)} wasm ${wasm.padEnd(14)} webgpu ${webgpu}`,
    );
  }
}
