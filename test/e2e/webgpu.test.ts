// WebGPU in a real Chromium on SwiftShader: outputs are right, feeds and fetches stay on the GPU,
// and no run finishes before its work: the clock stops after the queue, so eight times the work
// takes several times as long.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarise } from '@/lib/bench/stats';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import type { Measurement, RunSubmission } from '@/lib/submission/schema';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { readPayload } from '@/scripts/browser/payload';
import { WITHOUT_CHALLENGE } from '@/scripts/browser/without-challenge';
import { sharedSite } from '../support/shared-site';

describe('WebGPU on SwiftShader', () => {
  const site = sharedSite();
  let driver: Driver;
  let environment: RunSubmission['environment'];
  let rows: readonly Measurement[];

  beforeAll(async () => {
    driver = await chromiumDriver(['--enable-unsafe-webgpu']);
    const run = async (query: string): Promise<RunSubmission> => {
      await driver.open(`${site.url}/run?backends=webgpu&${query}`);
      await driver.waitFor('[data-stage="ready"]');
      await driver.evaluate(WITHOUT_CHALLENGE);
      await driver.click('[data-testid="run"]');
      await driver.waitFor('[data-testid="payload"]');
      return readPayload(driver);
    };
    const captured = await run('workloads=gemm-128-fp32&graph=1');
    const { measurements } = await run('workloads=gemm-256-fp32');
    environment = captured.environment;
    rows = [...captured.measurements, ...measurements];
  });

  afterAll(async () => {
    await driver?.close();
  });

  /** The fastest sample: other work on the machine moves it least. */
  const fastestMs = (workload: string): number => {
    const found = rows.find((row) => row.workload === workload && row.options?.mode === undefined);
    if (found?.outcome !== 'measured') throw new Error(`${workload}: ${JSON.stringify(found)}`);
    return Math.min(...found.samples.map(({ elapsedMs, iterations }) => elapsedMs / iterations));
  };

  it('measures with right outputs, on the GPU alone', () => {
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatchObject({ outcome: 'measured', fellBack: false });
  });

  it('captures a graph once and replays it, with right outputs, as a row of its own', () => {
    const captured = rows.filter(({ options }) => options?.mode === 'graph');
    expect(captured).toMatchObject([
      { workload: 'gemm-128-fp32', outcome: 'measured', fellBack: false },
    ]);
  });

  it('names the device that did the work, and flags that it is software', () => {
    const { webgpu } = environment;
    expect(webgpu).toMatchObject({ status: 'available', architecture: 'swiftshader' });
    for (const row of rows) {
      if (row.outcome !== 'measured') throw new Error(row.reason);
      const codes = qualityOfMeasurement(row, environment, summarise(row.samples));
      expect(codes).toContain('software-adapter');
    }
  });

  it('cannot finish faster than the work', () => {
    expect(fastestMs('gemm-256-fp32') / fastestMs('gemm-128-fp32')).toBeGreaterThan(2);
  });

  it('breaks no policy', async () => {
    expect(await driver.faults()).toEqual([]);
  });
});
