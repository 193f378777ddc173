// A layer or a block by its sizes: FLOPs forward and backward, bytes, intensity, and which limit of
// a device would set its time. The address carries all of it.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { siteOrigin } from '@/app/origin';
import { database } from '@/lib/db/client';
import { deviceLimits } from './device-limits';
import { readChoice } from './kinds';
import { LayerCalculator } from './layer-calculator';

export const metadata: Metadata = {
  title: 'FLOPs calculator',
  description:
    'FLOPs, backward FLOPs, bytes and intensity of a convolution, an attention layer, an LSTM, or a whole block, counted as you type.',
};

interface CalculatorPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CalculatorPage({ searchParams }: CalculatorPageProps) {
  const query = await searchParams;
  const choice = readChoice({
    get: (name) => {
      const value = query[name];
      return typeof value === 'string' ? value : null;
    },
  });
  const [origin, devices] = await Promise.all([siteOrigin(), deviceLimits(database())]);
  return (
    <>
      <PageHeading
        eyebrow={
          <a className="link" href="/learn">
            FLOPs explained
          </a>
        }
        title="Calculator"
      >
        A layer or a block by its sizes. It is built as a graph and counted by the code that counts
        every file on{' '}
        <a className="link" href="/analyze">
          Analyze
        </a>
        .
      </PageHeading>
      <LayerCalculator choice={choice} origin={origin} devices={devices} />
      <div className="paper mt-8 text-sm">
        <p>
          The last line divides FLOPs and bytes by the two numbers of the device and takes the
          longer time. It is a bound while every byte comes from memory; caches can beat it. And
          nothing reaches its peak. <a href="/learn/roofline">Why there are two limits</a>
        </p>
      </div>
    </>
  );
}
