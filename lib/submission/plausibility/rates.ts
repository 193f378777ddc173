// Ceilings: how fast a measurement may be beside what the hardware can do in theory, and, in
// another arithmetic than the proof's, beside what the run proved. Being fast is no fault: every
// bound is a fact or a proof. What a run merely claims bounds nothing else, and neither does what
// other people measured.
import { MAX_THREADS } from '../../core/backend';
import { peakOf } from '../../device/peaks/peaks';
import { PROOF_MARGIN, PROVABLE } from '../proof';
import type { Facts, Measured } from './facts';

/** Times an fp32 rate may be passed by another arithmetic: matrix units and packed dot products. */
const OVER_FP32: Readonly<Record<string, number>> = { fp32: 1, fp16: 8, int8: 16 };

/**
 * Multiplications that Winograd saves: 2.25 with F(2×2, 3×3), 4 with F(4×4, 3×3), which systems
 * behind WebNN use.
 */
function winogradFactor({ entry, row }: Measured): number {
  if (!Object.keys(entry.macsByOp).some((op) => op.includes('Conv'))) return 1;
  return row.backend.startsWith('webnn') ? 4 : 2.25;
}

/** How far a rate may pass a bound: fusion and skipped padding twice, Winograd by what it saves. */
const algorithmFactor = (one: Measured): number => Math.max(2, winogradFactor(one));

const times = (rate: number, bound: number): string => `${(rate / bound).toFixed(2)} times`;

interface OnBackend {
  readonly backend: string;
  readonly computeType: string;
}

/**
 * Whether a proof on its backend is made of what the row computes: fp32, where proofs can be had.
 */
const isProvable = ({ backend, computeType }: OnBackend): boolean =>
  computeType === 'fp32' && PROVABLE.some((provable) => provable === backend);

/**
 * Says of a row in another precision by how much it exceeds its proof. One in fp32 is merely not
 * attested: a proof may fall short of an honest device.
 */
export function aboveProof(one: Measured, { evidence }: Facts): string | null {
  const { row } = one;
  const proven = evidence.provenGflops.get(row.backend);
  if (row.gflops === null || proven === undefined || isProvable(row)) return null;
  const bound = PROOF_MARGIN * proven * (OVER_FP32[row.computeType] ?? 1);
  return row.gflops <= algorithmFactor(one) * bound
    ? null
    : `${times(row.gflops, proven)} the proven rate`;
}

/** Boost clocks beyond the table's, as graphics cards are sold. */
const OVER_PEAK = 1.25;
/**
 * Four 128-bit units with fused multiply-adds at 6 GHz: 192 GFLOPS, what a thread of WebAssembly
 * SIMD could ever reach.
 */
const WASM_THREAD_GFLOPS = 200;
/** Four times the fastest GPU of 2026 (RTX 5090: 105 TFLOPS). */
const GPU_GFLOPS = 400_000;

/** Says where a rate is above what the named hardware could reach. */
export function impossibleHardware(one: Measured, facts: Facts): string | null {
  const { row } = one;
  if (row.gflops === null) return null;
  const bound =
    hardwareGflops(one, facts) * winogradFactor(one) * (OVER_FP32[row.computeType] ?? 1);
  return row.gflops <= bound
    ? null
    : `${times(row.gflops, bound)} what ${row.deviceName} could reach`;
}

/** fp32, 10⁹ FLOP/s. More threads than cores compute no faster. */
function hardwareGflops({ row }: Measured, { submission: { environment } }: Facts): number {
  if (row.backend === 'wasm' || row.backend === 'webnn-cpu')
    return (
      WASM_THREAD_GFLOPS *
      Math.min(row.threadsGot ?? MAX_THREADS, environment.cores ?? MAX_THREADS, MAX_THREADS)
    );
  const peak = peakOf(row.deviceSlug);
  return peak === null ? GPU_GFLOPS : peak.fp32 * OVER_PEAK;
}

/**
 * A machine that moves 16 bytes in the time of one multiply or add has not been built, caches
 * included.
 */
const BYTES_PER_FLOP = 16;

/**
 * Beside what the device's arithmetic could be at most, not beside what the run says that it is.
 */
export function impossibleBandwidth(one: Measured, facts: Facts): string | null {
  const { entry, medianMs } = one;
  if (entry.metric !== 'GB/s') return null;
  const gigabytes = (entry.weightBytes + entry.activationBytes) / (medianMs * 1e6);
  const bound = BYTES_PER_FLOP * hardwareGflops(one, facts);
  return gigabytes <= bound
    ? null
    : `${gigabytes.toFixed(0)} GB/s, ${times(gigabytes, bound)} the ceiling`;
}
