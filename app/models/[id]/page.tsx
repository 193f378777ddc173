// One workload: what it is, where its configuration was published, what it costs, its variants, its
// board, its layers.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { siteOrigin } from '@/app/origin';
import { integer } from '@/lib/core/format';
import { database } from '@/lib/db/client';
import { variantGains } from '@/lib/db/gains';
import { oembedHref } from '@/lib/edge/oembed';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import {
  type BoardChoice,
  boardHref,
  layersHref,
  type Query,
  readBoardChoice,
} from '@/lib/views/board-choice';
import { variantsOf } from '@/lib/views/catalogue';
import { BoardSection } from './board-section';
import { LayerTable } from './layer-table';
import { ModelFacts } from './model-facts';
import { OperatorSplit } from './operator-split';
import { PredictedSection } from './predicted-section';
import { VariantTable } from './variant-table';
import { type VariantTimes, variantTimes } from './variant-times';

interface ModelPageProps {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Query>;
}

export async function generateMetadata({
  params,
}: Pick<ModelPageProps, 'params'>): Promise<Metadata> {
  const entry = MANIFEST.get((await params).id);
  if (entry === undefined) return { title: 'Not found' };
  const origin = await siteOrigin();
  const description = `${entry.title}: ${integer(entry.params)} parameters, ${integer(entry.flops)} FLOPs, and how fast devices run it in the browser.`;
  return {
    title: entry.title,
    description,
    metadataBase: new URL(origin),
    alternates: {
      canonical: `/models/${entry.id}`,
      types: { 'application/json+oembed': oembedHref(origin, `/models/${entry.id}`) },
    },
  };
}

/**
 * Whether nothing is filtered or sorted: what does not depend on that is made once, for the page
 * that is kept, and not for every address that somebody thinks of.
 */
const isWhole = (workload: string, choice: BoardChoice): boolean =>
  boardHref(workload, choice) === boardHref(workload, readBoardChoice({}));

async function timesOf([base, ...others]: readonly ManifestEntry[]): Promise<VariantTimes> {
  return variantTimes(
    await variantGains(
      database(),
      others.map((variant) => ({ base, variant })),
    ),
  );
}

export default async function ModelPage({ params, searchParams }: ModelPageProps) {
  await connection();
  const { id } = await params;
  const entry = MANIFEST.get(id);
  if (entry === undefined) notFound();
  const query = await searchParams;
  const choice = readBoardChoice(query);
  const variants = variantsOf(entry);
  return (
    <>
      <PageHeading eyebrow={entry.family} title={entry.title}>
        {entry.source}. <code>{entry.id}</code>
      </PageHeading>
      <ModelFacts entry={entry} />
      {variants.length > 1 && (
        <Section
          id="variants"
          title="Variants"
          aside="accuracy is not measured: weights are seeded"
        >
          <VariantTable current={entry.id} variants={variants} times={await timesOf(variants)} />
        </Section>
      )}
      <BoardSection entry={entry} choice={choice} />
      {isWhole(entry.id, choice) ? (
        <PredictedSection entry={entry} />
      ) : (
        entry.kind === 'model' && (
          <p className="no-print mt-8 text-sm">
            Predicted times stand beside{' '}
            <a className="link" href={`/models/${entry.id}#predicted`}>
              the whole board
            </a>
            .
          </p>
        )
      )}
      {entry.macs > 0 && (
        <Section id="operators" title="Where the FLOPs are">
          <OperatorSplit entry={entry} />
        </Section>
      )}
      <Section id="layers" title="Layers">
        <LayerTable id={entry.id} shown={'layers' in query} href={layersHref(entry.id, choice)} />
      </Section>
      <p className="no-print mt-8 text-sm">
        For a README or a page:{' '}
        <a className="link" href={`/badges?about=browser&workload=${entry.id}`}>
          a badge of this model
        </a>
        .
      </p>
    </>
  );
}
