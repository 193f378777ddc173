// Envelopes (DESIGN section 6): how fast a measurement may be beside what the same run showed by a proof or by its own
// kernels, beside what the hardware can do in theory, and beside what others with this device measured. Being fast is no
// fault: every bound is relative, or far above any machine there is.

import type { Backend } from '../../core/backend';
import { peakOf } from '../../device/peaks/peaks';
import { PROOF_MARGIN, PROVABLE } from '../proof';
import { HANDED_OVER } from './environment';
import { type Evidence, type Facts, firstOf, type Measured } from './facts';

/** Dense work that comes near a device's peak; smaller kernels are bound by what surrounds the arithmetic. */
const REFERENCE_FAMILIES: ReadonlySet<string> = new Set(['GEMM', 'Convolution']);
const REFERENCE_FLOPS = 2e8;
/** What handing one run over to a GPU may cost besides its arithmetic: less is to be seen, and much less on fast ones. */
const HANDOVER_MS = 0.5;
const HANDOVER_SHARE = 0.9;

/** Times an fp32 rate may be passed by another arithmetic: matrix units and packed dot products (DESIGN section 6). */
const OVER_FP32: Readonly<Record<string, number>> = { fp32: 1, fp16: 8, int8: 16 };

const isReference = ({ entry }: Measured): boolean =>
  REFERENCE_FAMILIES.has(entry.family) && entry.bound === 'compute' && entry.flops >= REFERENCE_FLOPS;

/** The rate of a kernel's arithmetic alone, at most: what handing over may have cost is taken off. */
function kernelGflops({ entry, row, medianMs }: Measured): number {
  const overheadMs = HANDED_OVER.has(row.backend) ? Math.min(HANDOVER_MS, medianMs * HANDOVER_SHARE) : 0;
  return entry.flops / ((medianMs - overheadMs) * 1e6);
}

/** The best rate of `computeType` on `backend` that the run itself supports, 10⁹ FLOP/s; null without kernel and proof. */
export function supportedGflops(
  measured: readonly Measured[],
  { provenGflops }: Pick<Evidence, 'provenGflops'>,
  backend: Backend,
  computeType: string,
): number | null {
  const kernels = measured.filter((one) => one.row.backend === backend && isReference(one));
  const own = kernels.filter(({ row }) => row.computeType === computeType).map(kernelGflops);
  const factor = OVER_FP32[computeType] ?? 1;
  const fp32 = kernels.filter(({ row }) => row.computeType === 'fp32').map((one) => factor * kernelGflops(one));
  const proven = provenGflops.get(backend);
  const rates = [...(own.length > 0 ? own : fp32), ...(proven === undefined ? [] : [factor * proven])];
  return rates.length === 0 ? null : Math.max(...rates);
}

/** Multiplications that Winograd saves: 2.25 with F(2×2, 3×3), 4 with F(4×4, 3×3), which systems behind WebNN use. */
function winogradFactor({ entry, row }: Measured): number {
  if (!Object.keys(entry.macsByOp).some((op) => op.includes('Conv'))) return 1;
  return row.backend.startsWith('webnn') ? 4 : 2.25;
}

/** How far a rate may pass what is supported: fusion and skipped padding twice, Winograd by what it saves. */
const algorithmFactor = (one: Measured): number => Math.max(2, winogradFactor(one));

const times = (rate: number, bound: number): string => `${(rate / bound).toFixed(2)} times`;

export const aboveOwnKernels = ({ measured, evidence }: Facts): string | null =>
  firstOf(measured, (one) => {
    const { row } = one;
    const supported = supportedGflops(measured, evidence, row.backend, row.computeType);
    if (row.gflops === null || supported === null) return null;
    return row.gflops <= algorithmFactor(one) * supported
      ? null
      : `${times(row.gflops, supported)} what the run's own kernels reach`;
  });

interface OnBackend {
  readonly backend: string;
  readonly computeType: string;
}

/** Whether a proof on its backend shows what the row computes. Another arithmetic, or WebNN, no proof attests. */
export const isProvable = ({ backend, computeType }: OnBackend): boolean =>
  computeType === 'fp32' && PROVABLE.some((provable) => provable === backend);

/** What can be proved counts for no more than was proved (`counted_ms`), so it is not suspicious to be above. */
export const aboveProof = ({ measured, evidence }: Facts): string | null =>
  firstOf(measured, (one) => {
    const { row } = one;
    const proven = evidence.provenGflops.get(row.backend);
    if (row.gflops === null || proven === undefined || isProvable(row)) return null;
    const bound = PROOF_MARGIN * proven * (OVER_FP32[row.computeType] ?? 1);
    return row.gflops <= algorithmFactor(one) * bound ? null : `${times(row.gflops, proven)} the proven rate`;
  });

/** Boost clocks beyond the table's, as graphics cards are sold. */
const OVER_PEAK = 1.25;
/** Four 128-bit units with fused multiply-adds at 6 GHz: 192 GFLOPS, what a thread of WebAssembly SIMD could ever reach. */
const WASM_THREAD_GFLOPS = 200;
/** Of a backend that does not say how many it used. */
const MOST_THREADS = 64;
/** Four times the fastest GPU of 2026 (RTX 5090: 105 TFLOPS). */
const GPU_GFLOPS = 400_000;

export const impossibleHardware = ({ measured }: Facts): string | null =>
  firstOf(measured, (one) => {
    const { row } = one;
    if (row.gflops === null) return null;
    const bound = hardwareGflops(one) * winogradFactor(one) * (OVER_FP32[row.computeType] ?? 1);
    return row.gflops <= bound ? null : `${times(row.gflops, bound)} what ${row.deviceName} could reach`;
  });

function hardwareGflops({ row }: Measured): number {
  if (row.backend === 'wasm' || row.backend === 'webnn-cpu')
    return WASM_THREAD_GFLOPS * Math.max(row.threadsGot ?? MOST_THREADS, 1);
  const peak = peakOf(row.deviceSlug);
  return peak === null ? GPU_GFLOPS : peak.fp32 * OVER_PEAK;
}

/** A machine that moves 16 bytes in the time of one multiply or add has not been built, caches included. */
const BYTES_PER_FLOP = 16;

export const bandwidthBeyondCompute = ({ measured, evidence }: Facts): string | null =>
  firstOf(measured, ({ entry, row, medianMs }) => {
    const supported = supportedGflops(measured, evidence, row.backend, 'fp32');
    if (entry.metric !== 'GB/s' || supported === null) return null;
    const gigabytes = (entry.weightBytes + entry.activationBytes) / (medianMs * 1e6);
    return gigabytes <= BYTES_PER_FLOP * supported
      ? null
      : `${gigabytes.toFixed(0)} GB/s beside ${supported.toFixed(0)} GFLOPS`;
  });

/** Iglewicz and Hoaglin 1993: beyond a modified z of 3.5 a value is an outlier. */
const OUTLIER_Z = 3.5;
const ENOUGH_PEOPLE = 8;
/** The floor of the median absolute deviation, ln 1.05, as a standard deviation. */
const FLOOR_SIGMA = Math.log(1.05) * 1.4826;
/** Standard normal quantile of 0.9. */
const Z_90 = 1.2816;

/** Only the fast side: a slow result gains nobody anything, and a throttled laptop is honest. */
export const outlier = ({ measured, evidence }: Facts): string | null =>
  firstOf(measured, ({ row, medianMs }) => {
    const cell = evidence.cells.get(row.position);
    if (cell === undefined || cell.people < ENOUGH_PEOPLE) return null;
    const sigma = Math.max((Math.log(cell.p50Ms) - Math.log(cell.p10Ms)) / Z_90, FLOOR_SIGMA);
    const z = (Math.log(cell.p50Ms) - Math.log(medianMs)) / sigma;
    return z <= OUTLIER_Z
      ? null
      : `${(cell.p50Ms / medianMs).toFixed(2)} times as fast as the ${cell.people} people before`;
  });
