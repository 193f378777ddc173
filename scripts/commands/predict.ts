// `predict FILE|ID --device SLUG|here|all`: how long a model takes on devices, from their measured
// kernels. The board is that of a running Flopmark; `here` measures the kernels in a browser of
// this machine. Exit 0 predicted, 1 failed, 2 bad usage.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { BACKENDS, type Backend } from '@/lib/core/backend';
import { parseBindings } from '@/lib/flops/bindings';
import { isBindable } from '@/lib/flops/free-dimensions';
import type { Execution } from '@/lib/flops/steps/step';
import { executionOf } from '@/lib/flops/steps/steps';
import { MANIFEST } from '@/lib/models/manifest';
import { findWorkload } from '@/lib/models/registry';
import type { Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { describeReadError } from '@/lib/onnx/read-error';
import { calibrate } from '@/lib/predict/calibrate';
import { chargesOfExecution } from '@/lib/predict/charges';
import {
  calibrationOf,
  type DevicePrediction,
  type DevicePrices,
  PREDICTION_VERSION,
  rankDevices,
  written,
} from '@/lib/predict/devices';
import { predictSteps } from '@/lib/predict/predict';
import { REFERENCE } from '@/lib/predict/reference';
import {
  address,
  argument,
  choice,
  defineCommand,
  type Exit,
  flag,
  text,
  texts,
  UsageError,
} from '../command';
import { sidecarsOf, withFile } from '../file-source';
import { observationsOf } from '../measure/predict/judge';
import { measureKernels } from '../measure/predict/measure';

async function modelOf(subject: string): Promise<Model> {
  if (MANIFEST.has(subject)) return (await findWorkload(subject)).build(1);
  if (!existsSync(subject)) {
    throw new UsageError(`'${subject}' is no file here and no workload; ids stand at /models`);
  }
  const loaded = await withFile(subject, (source) =>
    loadModel(source, { openSidecar: sidecarsOf(subject) }),
  );
  if (!loaded.ok) throw new Error(`${subject}: ${describeReadError(loaded.error)}`);
  return loaded.value;
}

function executionWith(model: Model, given: readonly string[]): Execution {
  const bind = parseBindings(given, (name) => isBindable(model.graph, name));
  if (!bind.ok) throw new UsageError(bind.error);
  return executionOf(model, { bind: bind.value });
}

/** Both thread counts of this machine, in Chromium. */
async function pricesHere(): Promise<readonly DevicePrices[]> {
  const found: DevicePrices[] = [];
  for (const threads of new Set([1, availableParallelism()])) {
    const kernels = await measureKernels(threads);
    const kind = threads === 1 ? 'one' : 'max';
    const calibration = calibrate(await observationsOf(kernels), REFERENCE.prices);
    found.push({
      slug: 'here',
      name: 'this machine',
      backend: 'wasm',
      threads: kind,
      doubt: null,
      ...written(calibration),
    });
  }
  return found;
}

async function pricesOfBoard(url: string, device: string): Promise<readonly DevicePrices[]> {
  const query = new URLSearchParams(device === 'all' ? { limit: '1000' } : { device });
  const answer = await fetch(`${url}/api/v1/prices?${query}`).catch((error: unknown) => {
    throw new Error(
      `${url} does not answer (${String(error)}): start one with npm start, or give --url`,
    );
  });
  const body = (await answer.json()) as {
    readonly version?: string;
    readonly devices?: readonly DevicePrices[];
  };
  if (!answer.ok) throw new Error(`${url}: ${JSON.stringify(body)}`);
  if (body.version !== PREDICTION_VERSION)
    throw new Error(`${url} predicts by ${body.version}, this by ${PREDICTION_VERSION}`);
  if (body.devices === undefined || body.devices.length === 0) {
    const what = device === 'all' ? 'no device' : `no device '${device}'`;
    throw new Error(`${url} has ${what} with kernels measured: run the suite predict there first`);
  }
  return body.devices;
}

const ms = (value: number): string => `${value.toPrecision(3)} ms`;

const lineOf = ({ device, ms: time, lowMs, highMs, bottleneck }: DevicePrediction): string => {
  const threads =
    device.backend === 'wasm' ? (device.threads === 'one' ? ', one thread' : ', all threads') : '';
  const doubt = device.doubt === null ? '' : `  (${device.doubt}, ${device.kernels} kernels)`;
  return `${device.name}, ${device.backend}${threads}: ${ms(time)} (${ms(lowMs)} to ${ms(highMs)}), bound by ${bottleneck}${doubt}`;
};

export const command = defineCommand({
  args: { subject: argument('FILE|ID', 'an ONNX file, or a workload by its id') },
  options: {
    device: text(
      'DEVICE',
      'all (of the board), here (measured now, about a minute), or the address of one',
      'all',
    ),
    backend: choice<Backend | 'any'>('backend', ['any', ...BACKENDS], 'any'),
    url: address('the Flopmark whose board is asked', 'http://localhost:3000'),
    bind: texts('NAME=N', 'extents of open dimensions'),
    steps: flag('the dearest steps on the fastest device, and what bounds them'),
    request: flag('prints the body for POST /api/v1/predict, and asks nobody'),
    json: flag('JSON on stdout'),
  },
  run: predictAll,
});

interface Wanted {
  readonly subject: string;
  readonly device: string;
  readonly backend: Backend | 'any';
  readonly url: string;
  readonly bind: readonly string[];
  readonly steps: boolean;
  readonly request: boolean;
  readonly json: boolean;
}

const DEAREST = 20;

async function predictAll({
  subject,
  device,
  backend,
  url,
  bind,
  steps,
  request,
  json,
}: Wanted): Promise<Exit> {
  const execution = executionWith(await modelOf(subject), bind);
  for (const { name, op } of execution.unknown)
    console.error(`left out: ${op} ${name}, whose extents are not known`);
  if (request) {
    process.stdout.write(`${JSON.stringify({ version: PREDICTION_VERSION, execution })}\n`);
    return 0;
  }
  const all = device === 'here' ? await pricesHere() : await pricesOfBoard(url, device);
  const devices = all.filter((each) => backend === 'any' || each.backend === backend);
  if (devices.length === 0) throw new Error(`none of these devices was measured on ${backend}`);
  const ranked = rankDevices(chargesOfExecution(execution), devices);
  const [fastest] = ranked;
  const dearest =
    steps && fastest !== undefined
      ? predictSteps(execution, calibrationOf(fastest.device))
          .toSorted((a, b) => b.ms - a.ms)
          .slice(0, DEAREST)
      : [];
  if (json) {
    const predictions = ranked.map(
      ({ device: { prices: _, uncertainty: __, ...about }, ...time }) => ({
        ...about,
        ...time,
      }),
    );
    const answer = { version: PREDICTION_VERSION, subject, predictions, steps: dearest };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return 0;
  }
  for (const prediction of ranked) console.log(lineOf(prediction));
  for (const { step, ms: time, bottleneck } of dearest) {
    console.log(`  ${step.name} (${step.op}): ${ms(time)}, ${bottleneck}`);
  }
  return 0;
}
