// One workload: what it is, where its configuration was published, what it costs, its variants, its board, its layers.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { PageHeading } from '@/app/_components/page-heading';
import { Ranking } from '@/app/_components/ranking';
import { RankingRule } from '@/app/_components/ranking-rule';
import { Section } from '@/app/_components/section';
import { rankingRow } from '@/app/front-page';
import { leadOf, rateUnitOf } from '@/app/lead';
import { siteOrigin } from '@/app/origin';
import { integer } from '@/lib/core/format';
import { getBoard } from '@/lib/db/board';
import { database } from '@/lib/db/client';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import { variantsOf } from '../catalogue';
import { LayerTable } from './layer-table';
import { ModelFacts } from './model-facts';
import { OperatorSplit } from './operator-split';
import { VariantTable } from './variant-table';

interface ModelPageProps {
  readonly params: Promise<{ id: string }>;
}

const ROWS_SHOWN = 200;

export async function generateMetadata({ params }: ModelPageProps): Promise<Metadata> {
  const entry = MANIFEST.get((await params).id);
  if (entry === undefined) return { title: 'Not found' };
  const description = `${entry.title}: ${integer(entry.params)} parameters, ${integer(entry.flops)} FLOPs, and how fast devices run it in the browser.`;
  return {
    title: entry.title,
    description,
    metadataBase: new URL(await siteOrigin()),
    alternates: { canonical: `/models/${entry.id}` },
  };
}

async function Board({ entry }: { readonly entry: ManifestEntry }) {
  const { id, version } = entry;
  const { rows } = await getBoard(database(), {
    workload: id,
    version,
    backend: null,
    threads: 'max',
    limit: ROWS_SHOWN,
  });
  const byRate = leadOf(entry) === 'rate';
  const unit = byRate ? rateUnitOf(entry.precision) : 'ms';
  return (
    <Section
      id="board"
      title="Board"
      aside={byRate ? 'median rate, longer is faster' : 'median time, shorter is faster'}
    >
      {rows.length === 0 ? (
        <p className="text-grey-4 text-sm">
          Nobody has published a run of it yet.{' '}
          <a href="/run" className="link">
            Run it on this device
          </a>
        </p>
      ) : (
        <>
          <Ranking
            rows={rows.map((row) => rankingRow(row, entry))}
            unit={unit}
            label={`${entry.title}, median in ${unit}`}
          />
          <RankingRule />
        </>
      )}
    </Section>
  );
}

export default async function ModelPage({ params }: ModelPageProps) {
  await connection();
  const { id } = await params;
  const entry = MANIFEST.get(id);
  if (entry === undefined) notFound();
  const variants = variantsOf(entry);
  return (
    <>
      <PageHeading eyebrow={entry.family} title={entry.title}>
        {entry.source}. <code>{entry.id}</code>
      </PageHeading>
      <ModelFacts entry={entry} />
      {variants.length > 1 && (
        <Section id="variants" title="Variants" aside="accuracy is not measured: weights are seeded">
          <VariantTable current={entry.id} variants={variants} />
        </Section>
      )}
      <Board entry={entry} />
      {entry.macs > 0 && (
        <Section id="operators" title="Where the FLOPs are">
          <OperatorSplit entry={entry} />
        </Section>
      )}
      <Section id="layers" title="Layers">
        <LayerTable id={entry.id} />
      </Section>
    </>
  );
}
