// The open data: how to get it, what it holds column by column, and whom it leaves out. Carries
// schema.org/Dataset.

import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { Word } from '@/app/_components/word';
import { siteOrigin } from '@/app/origin';
import { COLUMNS } from '@/lib/open-data/columns';
import { datasetJsonLd, LICENCE_URL, SAMPLING_BIAS } from '@/lib/open-data/describe';

const DESCRIPTION =
  'Every published measurement as CSV and NDJSON, with raw samples, under CC0-1.0.';

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: 'Open data',
    description: DESCRIPTION,
    metadataBase: new URL(await siteOrigin()),
    alternates: { canonical: '/data' },
  };
}

const EXPORTS = [
  {
    href: '/api/v1/export/measurements.csv',
    name: 'CSV',
    words:
      'One measurement per line, for spreadsheets, R and pandas. Lists of samples are JSON in one cell.',
  },
  {
    href: '/api/v1/export/measurements.ndjson',
    name: 'NDJSON',
    words: 'The same rows as JSON, one per line, for jq, DuckDB and programs.',
  },
] as const;

const EXAMPLE =
  '/api/v1/export/measurements.csv?workload=mobilenet-v2-fp32&backend=webgpu&outcome=measured';

export default async function DataPage() {
  const origin = await siteOrigin();
  return (
    <>
      <PageHeading eyebrow="Open data" title="Take all of it">
        Every published <Word id="measurement">measurement</Word> as CSV and NDJSON, with raw{' '}
        <Word id="sample">samples</Word>, under CC0-1.0. Failed and wrong measurements are in it,
        with their outcome.
      </PageHeading>
      <script type="application/ld+json">
        {JSON.stringify(datasetJsonLd(origin)).replaceAll('<', '\\u003c')}
      </script>
      <Section id="live" title="Live">
        <ul className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
          {EXPORTS.map(({ href, name, words }) => (
            <li key={href}>
              <a className="button" href={href} download>
                Download {name}
              </a>
              <p className="mt-3 max-w-[48ch] text-grey-4 text-sm">{words}</p>
            </li>
          ))}
        </ul>
        <p className="mt-6 max-w-[68ch]">
          Narrow it by{' '}
          <code>
            <Word id="workload">workload</Word>
          </code>
          ,{' '}
          <code>
            <Word id="backend">backend</Word>
          </code>
          , <code>outcome</code>, <code>from</code> and <code>until</code>:
        </p>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          className="mt-2 overflow-x-auto rounded-md bg-grey-1 px-3 py-2 font-mono text-xs leading-5"
        >
          {`curl -s '${origin}${EXAMPLE}'`}
        </pre>
      </Section>
      <Section id="monthly" title="Monthly files">
        <p className="max-w-[68ch]">
          Once a month the operator of a site writes a snapshot that never changes: Parquet and CSV
          with checksums, a data dictionary, a datasheet, a citation file and a Croissant
          description (<code>npm run snapshot</code>). It holds only rows that are 30 days old, so a{' '}
          <Word id="run">run</Word> withdrawn before then is in none.
        </p>
      </Section>
      <Section id="bias" title="Whom it leaves out">
        <ul className="max-w-[68ch] list-disc space-y-2 pl-5">
          {SAMPLING_BIAS.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
      <Section id="columns" title="Columns" aside={`${COLUMNS.length} of them`}>
        <dl className="facts">
          {COLUMNS.flatMap(({ name, unit, description }) => [
            <dt key={`${name} name`} className="break-all font-mono">
              {name}
            </dt>,
            <dd key={name}>
              {description}
              {unit !== undefined && unit !== '1' && <span className="text-grey-4"> {unit}</span>}
            </dd>,
          ])}
        </dl>
      </Section>
      <Section id="licence" title="Licence">
        <p className="max-w-[68ch]">
          <a className="link" href={LICENCE_URL} rel="license">
            CC0-1.0
          </a>
          : no conditions. To cite it, name Flopmark, the day and this address.
        </p>
      </Section>
    </>
  );
}
