// A row of a device's page.
import type { DeviceResult } from '@/lib/db/device-results';

/** `workload` on WebGPU in `p50Ms`, without spread, from nine people; `given` says otherwise. */
export const deviceResult = (workload: string, p50Ms: number, given: Partial<DeviceResult> = {}): DeviceResult => ({
  workload,
  backend: 'webgpu',
  oneThread: false,
  people: 9,
  p10Ms: p50Ms,
  p50Ms,
  p90Ms: p50Ms,
  intervalMs: [p50Ms, p50Ms],
  bestRun: 'run',
  agreeing: 0,
  ...given,
});
