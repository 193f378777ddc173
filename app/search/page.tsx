// Where the search box leads without scripts, or by Enter: the same results as a page.
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { EmptyState } from '@/app/_components/empty-state';
import { NearestNames } from '@/app/_components/nearest-names';
import { PageHeading } from '@/app/_components/page-heading';
import { SearchBox } from '@/app/_components/search-box';
import { Section } from '@/app/_components/section';
import { database } from '@/lib/db/client';
import { type Found, findAll } from '@/lib/edge/search';
import { SEARCH_LENGTH } from '@/lib/edge/search-length';
import { MANIFEST } from '@/lib/models/manifest';
import { NAMED_PAGES } from '@/lib/views/named-pages';

export const metadata: Metadata = {
  title: 'Search',
  description:
    'Devices that somebody has measured, every network and kernel, and the words explained.',
  robots: { index: false },
};

interface SearchPageProps {
  readonly searchParams: Promise<{ readonly q?: string | string[] }>;
}

const MOST_OF_A_KIND = 100;

function Results({ title, found }: { readonly title: string; readonly found: readonly Found[] }) {
  if (found.length === 0) return null;
  return (
    <Section id={title.toLowerCase()} title={title}>
      <ul>
        {found.map(({ href, title: name, note }) => (
          <li key={href} className="border-grey-2 border-b">
            <a
              href={href}
              className="flex min-h-11 flex-wrap items-baseline justify-between gap-x-4 py-2 text-sm hover:underline"
            >
              <span>{name}</span>
              <span className="text-grey-4 text-xs">{note}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export default async function SearchPage({ searchParams }: SearchPageProps) {
  await connection();
  const { q } = await searchParams;
  const query = (typeof q === 'string' ? q : '').trim().slice(0, SEARCH_LENGTH);
  const { results: found, nearest } = await findAll(
    database(),
    { manifest: MANIFEST.values(), pages: NAMED_PAGES },
    query,
    MOST_OF_A_KIND,
  );
  return (
    <>
      <PageHeading title="Search" />
      <SearchBox id="search-page" initial={query} className="max-w-md" />
      {query !== '' && found.length === 0 && (
        <div className="mt-8">
          <EmptyState title={`Nothing is called “${query}”`}>
            Devices, models and explained words are found by their names, such as RTX, Radeon, M3,
            ResNet or roofline.
          </EmptyState>
        </div>
      )}
      {nearest && (
        <div className="mt-8">
          <NearestNames search={query} />
        </div>
      )}
      <Results title="Devices" found={found.filter(({ kind }) => kind === 'device')} />
      <Results title="Models" found={found.filter(({ kind }) => kind === 'model')} />
      <Results title="Explained" found={found.filter(({ kind }) => kind === 'page')} />
    </>
  );
}
