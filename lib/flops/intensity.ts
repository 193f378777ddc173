// Arithmetic intensity: operations per byte that a node must move, weights included; the x-axis of
// the roofline.
import { FLOPS_PER_MAC } from './convention';
import { type Count, plus, times } from './exact';

/** FLOPs and other operations per byte; null where something is unknown or nothing moves. */
export function intensityOf(
  macs: Count | null,
  otherOps: Count | null,
  readBytes: Count | null,
  writtenBytes: Count | null,
  weightBytes: number,
): number | null {
  if (macs === null || otherOps === null || readBytes === null || writtenBytes === null)
    return null;
  const bytes = plus(plus(readBytes, writtenBytes), weightBytes);
  return bytes === 0 ? null : Number(plus(times(macs, FLOPS_PER_MAC), otherOps)) / Number(bytes);
}
