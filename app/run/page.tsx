// Where a device is measured: entered by a full navigation, cross-origin isolated (next.config.mjs). The options are those
// of the command `bench`, so that a link or a script can choose what runs; nothing starts before Run is pressed.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { readOptions } from './options';
import { RunDesk } from './run-desk';

export const metadata: Metadata = {
  title: 'Run',
  description: 'Measure what neural networks get out of this device, on WASM, WebGPU and WebNN.',
};

interface RunPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RunPage({ searchParams }: RunPageProps) {
  return (
    <>
      <PageHeading title="Run">
        Networks are built here from code and seeded weights, run in this browser, and their outputs are checked. The
        runtime is a download of 4–7&thinsp;MB once; no weights are downloaded.
      </PageHeading>
      <RunDesk options={readOptions(await searchParams)} />
    </>
  );
}
