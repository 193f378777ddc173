// The rest of the peaks, from SKUS of @huggingface/tasks (MIT), imported and never copied. Its
// `tflops` is "approximate, in FP16 whenever possible", so its unit differs by generation; it is
// used only for generations where every device that our own table shares with it shows which unit
// it is (test/device/peaks). A module of its own, because the package is large.
import { SKUS } from '@huggingface/tasks';
import { gflops } from '../../core/units';
import { gpuSlug, nameOfRenderer } from '../gpu-name/gpu-name';
import { type Peak, peakOf } from './peaks';

const SOURCE =
  'https://github.com/huggingface/huggingface.js/blob/main/packages/tasks/src/hardware.ts';

export interface Listed {
  readonly slug: string;
  readonly sku: string;
  /** As listed: TFLOPS, fp16 whenever possible. */
  readonly tflops: number;
  readonly architecture: string | null;
}

/** Entries of SKUS whose name reads as a device of ours; the first of several spellings counts. */
export const LISTED: ReadonlyMap<string, Listed> = readListed();

function readListed(): ReadonlyMap<string, Listed> {
  const entries = [
    ...Object.entries(SKUS.GPU.NVIDIA).map(([sku, { tflops }]) => ({
      sku,
      tflops,
      text: `NVIDIA ${nvidiaName(sku)}`,
    })),
    ...Object.entries(SKUS.GPU.AMD).map(([sku, { tflops }]) => ({
      sku,
      tflops,
      text: `AMD Radeon ${sku.replace(/^Radeon /, '')}`,
    })),
    ...Object.entries(SKUS.GPU.INTEL).map(([sku, { tflops }]) => ({
      sku,
      tflops,
      text: `Intel ${sku.replace(/^Arc B([56])0$/, 'Arc Pro B$10')}`,
    })),
    ...Object.entries(SKUS['Apple Silicon']['-']).map(([sku, { tflops }]) => ({
      sku,
      tflops,
      text: sku,
    })),
  ];
  const listed = new Map<string, Listed>();
  for (const { sku, tflops, text } of entries) {
    const name = nameOfRenderer(text);
    if (name.kind !== 'gpu' || name.model === null || listed.has(gpuSlug(name))) continue;
    listed.set(gpuSlug(name), {
      slug: gpuSlug(name),
      sku,
      tflops,
      architecture: name.architecture,
    });
  }
  return listed;
}

/**
 * "RTX 4090 Mobile" → "RTX 4090 Laptop GPU", "RTX 6000 Ada" → "RTX 6000 Ada Generation", as drivers
 * say.
 */
function nvidiaName(sku: string): string {
  return sku
    .replace(/ (?:Mobile|Laptop)$/, ' Laptop GPU')
    .replace(/ Ada( Laptop GPU)?$/, ' Ada Generation$1')
    .replace(/^(RTX \d{4})D$/, '$1 D')
    .replace(/^(T4|V100|P40|P100)$/, 'Tesla $1')
    .replace(/^RTX Titan$/, 'TITAN RTX');
}

/**
 * What the listed figure is, and how fp16 and fp32 relate on the vector units of that generation.
 */
const UNITS: Readonly<
  Record<string, { readonly listed: 'fp32' | 'fp16'; readonly fp16PerFp32: number }>
> = {
  pascal: { listed: 'fp32', fp16PerFp32: 1 / 64 },
  turing: { listed: 'fp16', fp16PerFp32: 2 },
  ampere: { listed: 'fp32', fp16PerFp32: 1 },
  lovelace: { listed: 'fp32', fp16PerFp32: 1 },
  blackwell: { listed: 'fp32', fp16PerFp32: 1 },
  'rdna-1': { listed: 'fp16', fp16PerFp32: 2 },
  'rdna-2': { listed: 'fp16', fp16PerFp32: 2 },
  'rdna-4': { listed: 'fp16', fp16PerFp32: 2 },
  'gen-12hp': { listed: 'fp16', fp16PerFp32: 2 },
  'xe-2hpg': { listed: 'fp16', fp16PerFp32: 2 },
  'apple-9': { listed: 'fp32', fp16PerFp32: 1 },
  'apple-10': { listed: 'fp32', fp16PerFp32: 1 },
};

/**
 * Chips whose rates are not their generation's (GA100, GP100), matrix-unit figures (T4), and a name
 * for two chips (GTX 1060).
 */
const UNCLEAR: ReadonlySet<string> = new Set(['A100', 'A800', 'A30', 'P100', 'T4', 'GTX 1060']);

/** Our own peak, or the listed one; null where neither is known. */
export function peakWithListed(slug: string): Peak | null {
  const own = peakOf(slug);
  const listed = LISTED.get(slug);
  if (
    own !== null ||
    listed === undefined ||
    listed.architecture === null ||
    UNCLEAR.has(listed.sku)
  )
    return own;
  const unit = UNITS[listed.architecture];
  if (unit === undefined) return null;
  const fp32 = (1000 * listed.tflops) / (unit.listed === 'fp16' ? unit.fp16PerFp32 : 1);
  return { fp32: gflops(fp32), fp16: gflops(fp32 * unit.fp16PerFp32), source: SOURCE };
}
