// The frame of a chapter: where it stands among the ten, its question, its text, what it rests on,
// and the ways on. Structured data say the same to machines.
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { PageHeading } from '@/app/_components/page-heading';
import { StructuredData } from '@/app/_components/structured-data';
import { around, CHAPTERS, type ChapterSlug, chapterHref } from '@/lib/views/chapters';
import { SOURCES, type SourceId } from './sources';

export function chapterMetadata(slug: ChapterSlug): Metadata {
  const { chapter } = around(slug);
  return { title: `${chapter.title} · FLOPs explained`, description: chapter.question };
}

function describe(
  slug: ChapterSlug,
  sources: readonly SourceId[],
): Readonly<Record<string, unknown>> {
  const { chapter, number } = around(slug);
  return {
    '@type': 'LearningResource',
    name: chapter.title,
    description: chapter.question,
    position: number,
    inLanguage: 'en',
    timeRequired: `PT${chapter.minutes}M`,
    isPartOf: { '@type': 'Course', name: 'FLOPs explained by measuring' },
    citation: sources.map((id) => SOURCES[id].title),
  };
}

function Sources({ ids }: { readonly ids: readonly SourceId[] }) {
  return (
    <section aria-labelledby="sources" className="paper sources mt-12">
      <h2 id="sources">Sources</h2>
      <ul className="text-sm">
        {ids.map((id) => {
          const { authors, year, title, where, href } = SOURCES[id];
          return (
            <li key={id} id={`source-${id}`} className="scroll-mt-4">
              {authors}, {year}: <a href={href}>{title}</a>. {where}.
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface WayProps {
  readonly label: string;
  readonly chapter: { readonly slug: ChapterSlug; readonly title: string } | null;
  readonly className?: string;
}

function Way({ label, chapter, className = '' }: WayProps) {
  if (chapter === null) return <span />;
  return (
    <a
      href={chapterHref(chapter.slug)}
      className={`block rounded-md border border-grey-2 p-4 hover:bg-grey-1 ${className}`}
    >
      <span className="block text-grey-4 text-sm">{label}</span>
      {chapter.title}
    </a>
  );
}

interface ChapterPageProps {
  readonly slug: ChapterSlug;
  /** In the order in which the list shows them. */
  readonly sources: readonly SourceId[];
  readonly children: ReactNode;
}

export function ChapterPage({ slug, sources, children }: ChapterPageProps) {
  const { number, chapter, previous, next } = around(slug);
  return (
    <article>
      <PageHeading
        eyebrow={
          <>
            <a className="link" href="/learn">
              FLOPs explained
            </a>{' '}
            · {number} of {CHAPTERS.length} · {chapter.minutes} minutes
          </>
        }
        title={chapter.title}
      >
        {chapter.question}
      </PageHeading>
      {children}
      <Sources ids={sources} />
      <nav aria-label="Chapters" className="no-print mt-10 grid gap-4 sm:grid-cols-2">
        <Way label="Previous" chapter={previous} />
        <Way label="Next" chapter={next} className="sm:text-right" />
      </nav>
      <StructuredData of={describe(slug, sources)} />
    </article>
  );
}

/** Text between figures, in a column that reads well. */
export function Prose({ children }: { readonly children: ReactNode }) {
  return <div className="paper mt-6">{children}</div>;
}
