// Up to four devices side by side: ratios by family from the workloads that all of them have,
// backend against backend from pairs within one run, then every common workload. All state is in
// the address.
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { PageHeading } from '@/app/_components/page-heading';
import { database } from '@/lib/db/client';
import { searchDevices } from '@/lib/edge/search';
import { MANIFEST } from '@/lib/models/manifest';
import { BackendFilter } from './backend-filter';
import { Backends } from './backends';
import { LETTERS, type Query, readChosen } from './chosen';
import { compareDevices } from './comparison';
import { AddDevice, type ChosenDevice, ChosenDevices } from './device-choice';
import { type LoadedDevice, loadDevice } from './load-devices';
import { Report } from './report';

export const metadata: Metadata = {
  title: 'Compare devices',
  description:
    'Up to four devices side by side: how many times as fast, by kind of work, with intervals.',
};

interface ComparePageProps {
  readonly searchParams: Promise<Query>;
}

const DEVICES_FOUND = 12;

function chosenDevice(loaded: LoadedDevice): ChosenDevice {
  const { slug } = loaded;
  switch (loaded.found) {
    case 'measured':
      return { slug, name: loaded.device.name, note: `${loaded.device.results.length} results` };
    case 'unmeasured':
      return { slug, name: loaded.name, note: 'nobody has measured it yet' };
    case 'nothing':
      return { slug, name: `“${slug}”`, note: 'no device has this address' };
  }
}

const NOTHING_FOUND = { items: [], nearest: false } as const;

export default async function ComparePage({ searchParams }: ComparePageProps) {
  await connection();
  const chosen = readChosen(await searchParams);
  const loaded = await Promise.all(chosen.slugs.map((slug) => loadDevice(database(), slug)));
  const devices = loaded.flatMap((entry) => (entry.found === 'measured' ? [entry.device] : []));
  const unknown = loaded.filter(({ found }) => found === 'nothing');
  // What nobody knows is not carried on.
  const known = {
    ...chosen,
    slugs: loaded.filter(({ found }) => found !== 'nothing').map(({ slug }) => slug),
  };
  const full = loaded.length === LETTERS.length;
  const found = full
    ? NOTHING_FOUND
    : await searchDevices(database(), chosen.search, DEVICES_FOUND);
  return (
    <>
      <PageHeading title="Compare devices">
        How many times as fast, by kind of work. Only workloads that all of them have, weighted by
        family.
      </PageHeading>
      {loaded.length > 0 && <ChosenDevices chosen={chosen} devices={loaded.map(chosenDevice)} />}
      {unknown.map(({ slug }) => (
        <p key={slug} role="alert" className="mt-6 text-sm">
          There is no device “{slug}”. Remove it, and search for a part of its name below.
        </p>
      ))}
      {devices.length >= 2 && unknown.length === 0 && devices.length === loaded.length && (
        <>
          <BackendFilter chosen={chosen} devices={devices} />
          <Report
            comparison={compareDevices(devices, MANIFEST, chosen.backend)}
            devices={devices}
          />
        </>
      )}
      {devices.length === 1 && loaded.length === 1 && (
        <p className="mt-6 text-grey-4 text-sm">Choose one more to compare it with.</p>
      )}
      {!full && <AddDevice chosen={known} found={found} />}
      {devices.length >= 1 && unknown.length === 0 && <Backends devices={devices} />}
    </>
  );
}
