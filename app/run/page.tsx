// Where a device is measured: entered by a full navigation, cross-origin isolated
// (next.config.mjs). The options are those of the command `bench`, so that a link or a script can
// choose what runs; nothing starts before Run is pressed, here or, with ?start, on the page before.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { StartWatch } from '@/app/_components/start-watch';
import { Word } from '@/app/_components/word';
import { SUITE_IDS } from '@/lib/bench/suites';
import { isDemo } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { getRun } from '@/lib/db/runs';
import { MANIFEST } from '@/lib/models/manifest';
import { RUN_ID } from '@/lib/submission/run-id';
import { runView } from '@/lib/views/stored-run';
import { readOptions } from './options';
import { type Rival, rivalOf } from './rival';
import { RunDesk } from './run-desk';

export const metadata: Metadata = {
  title: 'Run',
  description: 'Measure what neural networks get out of this device, on WASM, WebGPU and WebNN.',
};

interface RunPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The run that `vs` names; null where it is gone or nothing was measured in it. */
async function readRival(id: string): Promise<Rival | null> {
  const stored = RUN_ID.test(id) ? await getRun(database(), id) : null;
  return stored && rivalOf(runView(stored, MANIFEST), stored);
}

/**
 * What was measured there is what there is to beat: the same suite, or the same workloads where it
 * was none.
 */
function planOf({ suite, results }: Rival): Readonly<Record<string, string>> {
  if (SUITE_IDS.some((id) => id === suite)) return { suite };
  return { workloads: [...new Set(results.map(({ workload }) => workload))].join(',') };
}

export default async function RunPage({ searchParams }: RunPageProps) {
  const query = await searchParams;
  const { vs } = query;
  const rival = typeof vs === 'string' ? await readRival(vs) : null;
  const demo = isDemo();
  const options = readOptions(rival === null ? query : { ...planOf(rival), ...query });
  return (
    <>
      <PageHeading title="Run">
        <Word id="model">Networks</Word> are built here from code and seeded{' '}
        <Word id="weight">weights</Word>, <Word id="measurement">measured</Word> on every{' '}
        <Word id="backend">backend</Word> of this browser, and their outputs are checked. The
        runtime, 4–7&#8239;MB, is downloaded once; weights never are.
      </PageHeading>
      {vs !== undefined && rival === null && (
        <p role="status" className="mb-8 text-sm">
          The run to beat is no longer there. You can run without it.
        </p>
      )}
      {demo && (
        <p role="status" className="mb-8 max-w-[60ch] text-sm">
          This instance shows example data. You can measure this device and look at the result, but
          nothing can be published here.
        </p>
      )}
      <RunDesk
        options={options}
        startsAtOnce={query.start !== undefined}
        rival={rival}
        publishes={!demo}
      />
      <StartWatch />
    </>
  );
}
