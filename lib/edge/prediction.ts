// Predictions through the API: the prices of the board's devices, and the devices ranked for a
// graph that was sent in extents. What is sent is bounded before it is interpreted, and what it is
// charged is kept by the digest of its bytes.
import { z } from '@/lib/core/zod';
import { toHex } from '../attest/merkle';
import { BACKENDS, type Backend, THREADS_CLASSES } from '../core/backend';
import { ok, type Result } from '../core/result';
import type { Database } from '../db/client';
import { kernelTimes } from '../db/kernel-times';
import { PASSES } from '../flops/steps/step';
import { MANIFEST } from '../models/manifest';
import { KnownPrices } from '../predict/board';
import { type Charges, chargesOfExecution, UNIT_NAMES } from '../predict/charges';
import {
  type DevicePrediction,
  type DevicePrices,
  PREDICTION_VERSION,
  rankDevices,
} from '../predict/devices';
import type { Rejection } from '../submission/rejection';
import { parseJson } from './body';

/** Devices that one answer holds at most. */
const MOST_DEVICES = 1000;
/** Of each device: WASM with one thread and with all, WebGPU, and WebNN on three. */
const CONFIGURATIONS = 6;
const KNOWN = new KnownPrices(MOST_DEVICES * CONFIGURATIONS);

const KERNELS: readonly string[] = [...MANIFEST.values()]
  .filter(({ kind }) => kind === 'kernel')
  .map(({ id }) => id);

export const pricesQuerySchema = z.strictObject({
  device: z
    .string()
    .regex(/^[a-z0-9-]{1,100}$/)
    .optional()
    .meta({ description: 'Only this device, by its address on this site.' }),
  backend: z.enum(BACKENDS).optional().meta({ description: 'Only this backend; all by default.' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_DEVICES)
    .default(200)
    .meta({ description: 'Devices at most, those with most people first.' }),
});
type PricesQuery = z.output<typeof pricesQuerySchema>;

/** The prices of the devices that answer a query. */
export async function devicePrices(
  db: Database,
  { device, backend, limit }: PricesQuery,
): Promise<readonly DevicePrices[]> {
  const rows = await kernelTimes(db, { kernels: KERNELS, slug: device ?? null, limit });
  return rows
    .filter((row) => backend === undefined || row.backend === backend)
    .flatMap((row) => KNOWN.of(row) ?? []);
}

const devicePricesSchema = z.object({
  slug: z.string(),
  name: z.string(),
  backend: z.enum(BACKENDS),
  threads: z.enum(THREADS_CLASSES),
  kernels: z.number().int().meta({ description: 'Kernels that the prices rest on.' }),
  residual: z.number().meta({ description: 'Typical relative error of the fit over its kernels.' }),
  doubt: z.enum(['few-kernels', 'from-peaks', 'not-validated']).nullable(),
  prices: z.array(z.number()).meta({ description: 'Nanoseconds a unit, in the order of `units`.' }),
  uncertainty: z
    .array(z.number())
    .meta({ description: 'One standard deviation of each, as a share.' }),
});

export const pricesResponseSchema = z.object({
  version: z.string(),
  units: z.array(z.string()),
  devices: z.array(devicePricesSchema),
});

/**
 * What the API says of prices: the version, the names of the units, and devices with what each unit
 * costs them.
 */
export const pricesAnswer = (devices: readonly DevicePrices[]) => ({
  version: PREDICTION_VERSION,
  units: UNIT_NAMES,
  devices,
});

/** Steps that one graph has at most: the largest nets have some thousands. */
const MOST_STEPS = 20_000;
/** What is sent at most. */
export const PREDICT_BYTES = 4 * 1024 * 1024;

const count = z.number().nonnegative().max(1e15);
const extent = z.number().positive().max(1e12);
const bits = z.number().int().min(1).max(64);
const common = {
  name: z.string().max(500),
  op: z.string().max(100),
  nodes: z.number().int().nonnegative().max(1e6),
  times: z.number().nonnegative().max(1e9),
};
const activation = z.string().max(40);

const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('product'),
    ...common,
    count: extent,
    m: count,
    k: count,
    n: count,
    weight: z.boolean(),
    bits,
    activation,
  }),
  z.strictObject({
    kind: z.literal('convolution'),
    ...common,
    batch: count,
    groups: extent,
    inChannels: count,
    outChannels: count,
    taps: count,
    inPositions: count,
    outPositions: count,
    outRows: count,
    strided: z.boolean(),
    dilated: z.boolean(),
    transposed: z.boolean(),
    bits,
    activation,
  }),
  z.strictObject({
    kind: z.literal('recurrent'),
    ...common,
    steps: count,
    directions: count,
    batch: count,
    input: count,
    hidden: count,
    gates: count,
  }),
  z.strictObject({
    kind: z.literal('pass'),
    ...common,
    pass: z.enum(PASSES),
    elements: count,
    rows: count,
    taps: count,
    bytes: count,
  }),
]);

export const predictRequestSchema = z.strictObject({
  version: z.literal(PREDICTION_VERSION),
  execution: z.strictObject({
    steps: z.array(stepSchema).max(MOST_STEPS),
    inputBytes: count,
    outputBytes: count,
    weightBytes: count,
    unknown: z
      .array(z.strictObject({ name: z.string().max(500), op: z.string().max(100) }))
      .max(MOST_STEPS),
  }),
  device: pricesQuerySchema.shape.device,
  backend: z.enum(BACKENDS).optional(),
});
export type PredictRequest = z.output<typeof predictRequestSchema>;

export const predictResponseSchema = z.object({
  version: z.string(),
  unknownSteps: z
    .number()
    .int()
    .meta({ description: 'Steps of which it is not known what they do: left out.' }),
  predictions: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      backend: z.enum(BACKENDS),
      threads: z.enum(THREADS_CLASSES),
      ms: z.number(),
      lowMs: z.number().meta({ description: '90 % interval.' }),
      highMs: z.number(),
      bottleneck: z.enum(['arithmetic', 'bytes', 'dispatch']),
      kernels: z.number().int(),
      doubt: devicePricesSchema.shape.doubt,
    }),
  ),
});

interface Asked {
  readonly charges: Charges;
  readonly unknownSteps: number;
  readonly device: string | undefined;
  readonly backend: Backend | undefined;
}

const askedOf = ({ execution, device, backend }: PredictRequest): Asked => ({
  charges: chargesOfExecution(execution),
  unknownSteps: execution.unknown.length,
  device,
  backend,
});

const MOST_KEPT = 64;

const KEPT = new Map<string, Asked>();

/**
 * What a body asks for; kept by its digest, because the same graph is asked about again and again.
 */
export async function questionOf(bytes: Uint8Array): Promise<Result<Asked, Rejection>> {
  const digest = toHex(
    new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))),
  );
  const kept = KEPT.get(digest);
  if (kept !== undefined) return ok(kept);
  const parsed = parseJson(bytes, predictRequestSchema);
  if (!parsed.ok) return parsed;
  const asked = askedOf(parsed.value);
  KEPT.set(digest, asked);
  const [oldest] = KEPT.keys();
  if (KEPT.size > MOST_KEPT && oldest !== undefined) KEPT.delete(oldest);
  return ok(asked);
}

const shown = ({ device, ms, lowMs, highMs, bottleneck }: DevicePrediction) => {
  const { slug, name, backend, threads, kernels, doubt } = device;
  return { slug, name, backend, threads, ms, lowMs, highMs, bottleneck, kernels, doubt };
};

/** The board's devices ranked for what was asked. */
export async function predictionAnswer(
  db: Database,
  { charges, unknownSteps, device, backend }: Asked,
) {
  const devices = await devicePrices(db, { device, backend, limit: MOST_DEVICES });
  return {
    version: PREDICTION_VERSION,
    unknownSteps,
    predictions: rankDevices(charges, devices).map(shown),
  };
}
