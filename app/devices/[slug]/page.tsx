// All that was measured on one device, what its name rests on, and what part of its theoretical
// peak was reached where that is known. An old or short address redirects to the device's own.
import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { connection } from 'next/server';
import { cache } from 'react';
import { BackendRatios } from '@/app/_components/backend-ratios';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { siteOrigin } from '@/app/origin';
import { backendPairs } from '@/lib/db/backend-pairs';
import { database } from '@/lib/db/client';
import { type DeviceResults, deviceResults } from '@/lib/db/device-results';
import { variantGains } from '@/lib/db/gains';
import { isSlug, kindWords, routeOf } from '@/lib/device/page';
import { peakWithListed } from '@/lib/device/peaks/listed';
import { MANIFEST } from '@/lib/models/manifest';
import { precisionPairs } from '@/lib/models/pairs';
import { deviceRoofline } from '@/lib/views/roofline-data';
import { RooflineFigure } from '../../_components/roofline-figure';
import { DistributionSection } from './distribution-section';
import { PeakFacts } from './peak-facts';
import { PrecisionTable } from './precision-table';
import { ResultTables } from './result-tables';
import { ScoreTable } from './score-table';

interface DevicePageProps {
  readonly params: Promise<{ slug: string }>;
  readonly searchParams: Promise<{
    readonly cell?: string | string[];
    readonly results?: string | string[];
  }>;
}

const load = cache(async (slug: string): Promise<DeviceResults | null> => {
  await connection();
  return isSlug(slug) ? deviceResults(database(), slug) : null;
});

export async function generateMetadata({
  params,
}: Pick<DevicePageProps, 'params'>): Promise<Metadata> {
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

const CompareLink = ({ slug }: { readonly slug: string }) => (
  <a className="link" href={`/compare?a=${slug}`}>
    compare with others
  </a>
);

/** The address of the page with every result, and the distribution that is chosen. */
function allResultsHref(slug: string, cell: string | string[] | undefined): string {
  const query = new URLSearchParams({ results: 'all', ...(typeof cell === 'string' && { cell }) });
  return `/devices/${slug}?${query}#results`;
}

/** What can be said only of pairs within one run: backends and precisions against each other. */
async function Within({ slug }: { readonly slug: string }) {
  const precision = precisionPairs(MANIFEST);
  const [backends, gains] = await Promise.all([
    backendPairs(database(), slug),
    variantGains(database(), precision, slug),
  ]);
  return (
    <>
      {backends.length > 0 && (
        <Section
          id="backends"
          title="WASM, WebGPU, WebNN"
          aside="pairs of one workload within one run only"
        >
          <BackendRatios pairs={backends} />
        </Section>
      )}
      {gains.length > 0 && (
        <Section
          id="precisions"
          title="Precisions"
          aside="against fp32 in the same run; accuracy is not measured"
        >
          <PrecisionTable pairs={precision} gains={gains} />
        </Section>
      )}
    </>
  );
}

export default async function DevicePage({ params, searchParams }: DevicePageProps) {
  const { slug } = await params;
  const { cell, results } = await searchParams;
  const all = results !== undefined;
  const device = await load(slug);
  const route = routeOf(slug, device !== null);
  if (route.to === 'redirect') permanentRedirect(`/devices/${route.slug}`);
  if (route.to === 'nothing') notFound();
  const peak = peakWithListed(slug);
  const roofline = device === null ? null : deviceRoofline(device.results, MANIFEST);
  return (
    <>
      <PageHeading
        eyebrow="Device"
        title={device?.name ?? (route.to === 'empty' ? route.title : slug)}
      >
        {kindWords(device?.kind ?? 'gpu')}.
      </PageHeading>
      {peak !== null && <PeakFacts peak={peak} />}
      {device !== null && (
        <Section id="score" title="Score" aside={<CompareLink slug={slug} />}>
          <ScoreTable results={device.results} />
        </Section>
      )}
      {roofline !== null && (
        <Section id="roofline" title="Roofline">
          <RooflineFigure roofline={roofline} />
        </Section>
      )}
      {device !== null && <Within slug={slug} />}
      {device !== null && (
        <DistributionSection
          device={device}
          chosen={typeof cell === 'string' ? cell : null}
          all={all}
        />
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
          <ResultTables
            results={device.results}
            peak={peak}
            ceilings={roofline?.ceilings ?? []}
            all={all}
            allHref={allResultsHref(slug, cell)}
          />
        )}
      </Section>
      {device !== null && (
        <p className="no-print mt-8 text-sm">
          For a README or a page:{' '}
          <a className="link" href={`/badges?about=device&device=${slug}`}>
            a badge of this device
          </a>
          .
        </p>
      )}
    </>
  );
}
