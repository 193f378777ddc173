// A row of a device's page.
import type { DeviceResult } from '@/lib/db/device-results';

/**
 * `workload` on WebGPU in `p50Ms`, without spread, from nine networks, each with a proof; `given`
 * says otherwise.
 */
export const deviceResult = (
  workload: string,
  p50Ms: number,
  given: Partial<DeviceResult> = {},
): DeviceResult => ({
  workload,
  backend: 'webgpu',
  oneThread: false,
  networks: 9,
  p10Ms: p50Ms,
  p50Ms,
  p90Ms: p50Ms,
  intervalMs: [p50Ms, p50Ms],
  bestRun: 'run',
  provable: true,
  blocks: 9,
  near: 0,
  agreeing: 0,
  evidence: 'attested',
  disputed: false,
  ...given,
});
