// The permalink of a run: gone for everyone as soon as its submitter withdraws it.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { cache } from 'react';
import { siteOrigin } from '@/app/origin';
import { database } from '@/lib/db/client';
import { getRun } from '@/lib/db/runs';
import { oembedHref } from '@/lib/edge/oembed';
import { MANIFEST } from '@/lib/models/manifest';
import { RUN_ID } from '@/lib/submission/run-id';
import { type RunView, resultWords } from '@/lib/views/run-view';
import { runView } from '@/lib/views/stored-run';
import { RunReport } from './run-report';

interface RunPageProps {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

const loadRun = cache(async (id: string): Promise<RunView | null> => {
  await connection();
  const stored = RUN_ID.test(id) ? await getRun(database(), id) : null;
  return stored && runView(stored, MANIFEST);
});

export async function generateMetadata({
  params,
}: Pick<RunPageProps, 'params'>): Promise<Metadata> {
  const run = await loadRun((await params).id);
  if (run === null) return { title: 'Not found' };
  const origin = await siteOrigin();
  const title = `${resultWords(run)}, ${run.device.name}`;
  const description =
    'Work done in this time by the submitter; hardware as reported by the browser.';
  return {
    title,
    description,
    metadataBase: new URL(origin),
    alternates: {
      canonical: `/runs/${run.id}`,
      types: { 'application/json+oembed': oembedHref(origin, `/runs/${run.id}`) },
    },
    openGraph: { title, description },
  };
}

export default async function RunPage({ params, searchParams }: RunPageProps) {
  const run = await loadRun((await params).id);
  if (run === null) notFound();
  const { samples } = await searchParams;
  return (
    <RunReport
      run={run}
      origin={await siteOrigin()}
      allSamples={typeof samples === 'string' && samples.toLowerCase() === 'all'}
    />
  );
}
