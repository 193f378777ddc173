// All that was measured on one device, what its name rests on, and what part of its theoretical peak was reached where that
// is known. An old or short address redirects to the device's own.
import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { connection } from 'next/server';
import { cache } from 'react';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { siteOrigin } from '@/app/origin';
import { database } from '@/lib/db/client';
import { type DeviceResults, deviceResults } from '@/lib/db/device-results';
import { isSlug, kindWords, routeOf } from '@/lib/device/page';
import { peakWithListed } from '@/lib/device/peaks/listed';
import { MANIFEST } from '@/lib/models/manifest';
import { PeakFacts } from './peak-facts';
import { ResultTable } from './result-table';
import { deviceRoofline } from './roofline-data';
import { RooflineFigure } from './roofline-figure';

interface DevicePageProps {
  readonly params: Promise<{ slug: string }>;
}

const load = cache(async (slug: string): Promise<DeviceResults | null> => {
  await connection();
  return isSlug(slug) ? deviceResults(database(), slug) : null;
});

export async function generateMetadata({ params }: DevicePageProps): Promise<Metadata> {
  const { slug } = await params;
  const device = await load(slug);
  const route = routeOf(slug, device !== null);
  const name = device?.name ?? (route.to === 'empty' ? route.title : null);
  if (name === null) return { title: 'Not found' };
  const description = `What neural networks get out of ${name} in the browser, measured by its owners.`;
  return {
    title: name,
    description,
    openGraph: { title: name, description },
    metadataBase: new URL(await siteOrigin()),
    alternates: { canonical: `/devices/${slug}` },
  };
}

export default async function DevicePage({ params }: DevicePageProps) {
  const { slug } = await params;
  const device = await load(slug);
  const route = routeOf(slug, device !== null);
  if (route.to === 'redirect') permanentRedirect(`/devices/${route.slug}`);
  if (route.to === 'nothing') notFound();
  const peak = peakWithListed(slug);
  const roofline = device === null ? null : deviceRoofline(device.results, MANIFEST);
  return (
    <>
      <PageHeading eyebrow="Device" title={device?.name ?? (route.to === 'empty' ? route.title : slug)}>
        {kindWords(device?.kind ?? 'gpu')}.
      </PageHeading>
      {peak !== null && <PeakFacts peak={peak} />}
      {roofline !== null && (
        <Section id="roofline" title="Roofline">
          <RooflineFigure roofline={roofline} />
        </Section>
      )}
      <Section id="results" title="Measured here">
        {device === null ? (
          <EmptyState
            title="Nobody has measured this device yet"
            action={
              <a className="button" href="/run">
                Run on this device
              </a>
            }
          >
            If this is your machine, yours would be the first result.
          </EmptyState>
        ) : (
          <ResultTable results={device.results} peak={peak} />
        )}
      </Section>
    </>
  );
}
