// Measured limits of the most measured devices, for the calculator's list: the best compute and the
// best bandwidth kernel of each backend.

import { significant } from '@/lib/core/format';
import { deviceResults } from '@/lib/db/device-results';
import { listDevices } from '@/lib/db/devices';
import { keepingReads } from '@/lib/db/kept-reads';
import { MANIFEST } from '@/lib/models/manifest';
import { deviceRoofline } from '@/lib/views/roofline-data';
import { BOARD_KEPT_MS } from '../_parts/facts';
import type { DeviceLimits } from './layer-calculator';

const DEVICES = 8;

export const deviceLimits = keepingReads(
  BOARD_KEPT_MS,
  async (db): Promise<readonly DeviceLimits[]> => {
    const devices = await listDevices(db, DEVICES);
    const measured = await Promise.all(devices.map(({ slug }) => deviceResults(db, slug)));
    return measured.flatMap((device) => {
      const ceilings =
        device === null ? [] : (deviceRoofline(device.results, MANIFEST)?.ceilings ?? []);
      return ceilings.map(({ backend, peakGflops, bandwidthGBs }) => ({
        name: `${device?.name}, ${backend}`,
        gflops: Number(significant(peakGflops)),
        gigabytes: Number(significant(bandwidthGBs)),
      }));
    });
  },
);
