// Everything that can be run: nets with their counts, kernels by family. Counts come from the
// pinned manifest, networks from the standings.

import type { Metadata } from 'next';
import { connection } from 'next/server';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { Word } from '@/app/_components/word';
import { database } from '@/lib/db/client';
import { workloadNetworks } from '@/lib/db/workload-networks';
import { SUPPORT } from '@/lib/models/forms/support';
import { MANIFEST } from '@/lib/models/manifest';
import { kernelFamilies, nets, netsIn } from '@/lib/views/catalogue';
import { type Query, readListChoice, sortEntries } from '@/lib/views/list-choice';
import { FormTable } from './form-table';
import { ListForm } from './list-form';
import { KernelTable, NetTable } from './list-tables';

export const metadata: Metadata = {
  title: 'Models',
  description:
    'Every network and kernel that Flopmark measures: parameters, FLOPs, bytes and where they come from.',
};

interface ModelsPageProps {
  readonly searchParams: Promise<Query>;
}

export default async function ModelsPage({ searchParams }: ModelsPageProps) {
  await connection();
  const choice = readListChoice(await searchParams);
  const networks = await workloadNetworks(database());
  const { precision, sort } = choice;
  const shown = sortEntries(precision === null ? nets() : netsIn(precision), sort, networks);
  const families = kernelFamilies()
    .map(({ name, entries }) => ({
      name,
      entries: sortEntries(
        entries.filter((entry) => precision === null || entry.precision === precision),
        sort,
        networks,
      ),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <>
      <PageHeading title="Models">
        {MANIFEST.size} <Word id="workload">workloads</Word>, each built in your browser from code
        and a seed. Nothing is downloaded, and the count of <Word id="flop">FLOPs</Word> belongs to
        exactly these bytes.
      </PageHeading>
      <ListForm choice={choice} />
      {shown.length > 0 && (
        <Section
          id="nets"
          title="Networks"
          aside={
            <>
              FLOPs are 2 × the <Word id="mac">multiply-accumulates</Word> of one execution
            </>
          }
        >
          <NetTable entries={shown} networks={networks} />
        </Section>
      )}
      {families.length > 0 && (
        <Section
          id="kernels"
          title="Kernels"
          aside={
            <>
              a <Word id="kernel">kernel</Word> is one operation at one size
            </>
          }
        >
          <KernelTable families={families} networks={networks} />
        </Section>
      )}
      <Section
        id="forms"
        title="Forms of a precision"
        aside={`tried with ONNX Runtime ${SUPPORT.ortVersion} in Chromium`}
      >
        <FormTable />
      </Section>
    </>
  );
}
