// All devices with results, searched by name. A form and links: it works without JavaScript, and a
// search can be linked.
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { DeviceName } from '@/app/_components/device-name';
import { DeviceNameField } from '@/app/_components/device-name-field';
import { EmptyState } from '@/app/_components/empty-state';
import { NearestNames } from '@/app/_components/nearest-names';
import { NearlyRanked } from '@/app/_components/nearly-ranked';
import { PageHeading } from '@/app/_components/page-heading';
import { ProvisionalHead } from '@/app/_components/provisional-head';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { votersHead } from '@/app/voters';
import { integer } from '@/lib/core/format';
import { database } from '@/lib/db/client';
import type { DeviceSummary } from '@/lib/db/devices';
import { nearlyRanked } from '@/lib/db/nearly-ranked';
import { searchDevices } from '@/lib/edge/search';
import { SEARCH_LENGTH } from '@/lib/edge/search-length';

export const metadata: Metadata = {
  title: 'Devices',
  description: 'Every device that somebody has measured neural networks on, in the browser.',
};

interface DevicesPageProps {
  readonly searchParams: Promise<{ readonly q?: string | string[] }>;
}

const ROWS_SHOWN = 200;
const NEARLY_SHOWN = 60;

/** What kind of thing a name stands for, in a word or two; plain GPUs need none. */
const KINDS: Readonly<Record<string, string>> = {
  'cpu-class': 'class of processors',
  software: 'software renderer',
  virtual: 'virtual GPU',
  masked: 'masked by the browser',
  soc: 'named by its GPU',
};

function DeviceRow({
  device: { slug, name, kind, networks, workloads },
}: {
  readonly device: DeviceSummary;
}) {
  return (
    <tr>
      <th scope="row">
        <a href={`/devices/${slug}`} className="block hover:underline">
          <DeviceName name={name} />
        </a>
        {KINDS[kind] !== undefined && <span className="text-grey-4 text-xs">{KINDS[kind]}</span>}
      </th>
      <td className="numeric">{integer(networks)}</td>
      <td className="numeric">{integer(workloads)}</td>
    </tr>
  );
}

function DeviceTable({ devices }: { readonly devices: readonly DeviceSummary[] }) {
  const ranked = devices.filter((device) => device.ranked > 0);
  const provisional = devices.filter((device) => device.ranked === 0);
  return (
    <TableScroll>
      <table className="table sm:table-fixed">
        <TableHead
          columns={[
            'Device',
            { number: votersHead(), className: 'sm:w-32' },
            { number: 'Workloads', className: 'sm:w-32' },
          ]}
        />
        <tbody>
          {ranked.map((device) => (
            <DeviceRow key={device.slug} device={device} />
          ))}
        </tbody>
        {provisional.length > 0 && (
          <tbody>
            <ProvisionalHead columns={3}>
              Provisional: none of their results is ranked yet; share their pages to have them
              confirmed
            </ProvisionalHead>
            {provisional.map((device) => (
              <DeviceRow key={device.slug} device={device} />
            ))}
          </tbody>
        )}
      </table>
    </TableScroll>
  );
}

function Nothing({ search }: { readonly search: string }) {
  const action = (
    <a href="/run" className="button">
      Run on this device
    </a>
  );
  return search === '' ? (
    <EmptyState title="No device has been measured yet" action={action}>
      The list fills as people publish their runs.
    </EmptyState>
  ) : (
    <EmptyState title={`No device is called “${search}”`} action={action}>
      Try a part of the name, such as RTX, Radeon, Adreno or M3.{' '}
      <a href="/devices">Show all devices</a>
    </EmptyState>
  );
}

export default async function DevicesPage({ searchParams }: DevicesPageProps) {
  await connection();
  const { q } = await searchParams;
  const search = (typeof q === 'string' ? q : '').trim().slice(0, SEARCH_LENGTH);
  const [{ items: devices, nearest }, nearly] = await Promise.all([
    searchDevices(database(), search, ROWS_SHOWN),
    search === '' ? nearlyRanked(database(), NEARLY_SHOWN) : [],
  ]);
  return (
    <>
      <PageHeading title="Devices">
        The devices that people have measured, most networks first.{' '}
        <a href="/compare" className="link">
          Compare up to four
        </a>
      </PageHeading>
      <search>
        <form action="/devices" className="mb-6 flex max-w-md gap-3">
          <DeviceNameField value={search} />
        </form>
      </search>
      {nearest && <NearestNames search={search} />}
      {devices.length === 0 ? <Nothing search={search} /> : <DeviceTable devices={devices} />}
      <NearlyRanked rows={nearly} />
    </>
  );
}
