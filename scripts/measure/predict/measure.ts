// Measures the suite's kernels and whole nets in a browser of this machine, without the site.
import { SUITES } from '@/lib/bench/suites';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { serveIsolated } from '@/scripts/browser/isolated-server';
import type { Measured, MeasureRequest } from './measure.worker';

const KERNEL_CAP_MS = SUITES.predict.capMs.kernel;

/** The fp32 kernels of the suite: those that every backend runs. */
const kernelIds = (): readonly string[] => {
  const { workloads } = SUITES.predict;
  return workloads === 'all' ? [] : workloads;
};

export type Ask = (request: MeasureRequest) => Promise<readonly Measured[]>;

/** Gives `use` a way to measure in a browser that `launch` starts. */
export async function withMeasurer<T>(
  launch: () => Promise<Driver>,
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  const server = await serveIsolated('scripts/measure/predict/measure.worker.ts', (path) => {
    throw new RangeError(`nothing at ${path}`);
  });
  const driver = await launch();
  try {
    await driver.open(server.url);
    return await use(async (request) => {
      const found = await driver.evaluate<readonly Measured[]>(
        `measure(${JSON.stringify(request)})`,
      );
      for (const { id, reason } of found) if (reason !== null) console.error(`  ${id}: ${reason}`);
      return found;
    });
  } finally {
    await driver.close();
    await server.stop();
  }
}

export const kernelRequest = (threads: number): MeasureRequest => ({
  ids: kernelIds(),
  threads,
  capMs: KERNEL_CAP_MS,
});

/** The suite's kernels on WASM with so many threads, in Chromium. */
export const measureKernels = (threads: number): Promise<readonly Measured[]> =>
  withMeasurer(
    () => chromiumDriver([]),
    (ask) => ask(kernelRequest(threads)),
  );
