// The ten chapters at a glance, and the two tools beside them.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { StructuredData } from '@/app/_components/structured-data';
import { CHAPTERS, chapterHref } from '@/lib/views/chapters';
import { CLAIMS } from './_measure/claims';

export const metadata: Metadata = {
  title: 'FLOPs explained by measuring',
  description:
    'What FLOPs are in deep learning, how they are counted forward and backward, and what they say about time, with figures and measurements on your own device.',
};

const COURSE = {
  '@type': 'Course',
  name: 'FLOPs explained by measuring',
  description: metadata.description,
  inLanguage: 'en',
  isAccessibleForFree: true,
  provider: { '@type': 'Organization', name: 'Flopmark' },
  hasPart: CHAPTERS.map(({ slug, title, minutes }, index) => ({
    '@type': 'LearningResource',
    name: title,
    position: index + 1,
    timeRequired: `PT${minutes}M`,
    url: chapterHref(slug),
  })),
};

const measured = new Set(CLAIMS.map(({ chapter }) => chapter));
const total = CHAPTERS.reduce((sum, { minutes }) => sum + minutes, 0);

export default function LearnPage() {
  return (
    <>
      <PageHeading
        eyebrow={`${CHAPTERS.length} chapters, ${total} minutes`}
        title="FLOPs explained"
      >
        What the arithmetic of a neural network is, how it is counted, and what it says about time.
        Where a browser can measure it, you can, on this device.
      </PageHeading>
      <ol className="border-grey-2 border-t">
        {CHAPTERS.map(({ slug, title, question, minutes }, index) => (
          <li key={slug} className="border-grey-2 border-b">
            <a
              href={chapterHref(slug)}
              className="grid grid-cols-[2rem_1fr] gap-x-3 py-4 hover:bg-grey-1 sm:grid-cols-[2.5rem_16rem_1fr_auto] sm:items-baseline"
            >
              <span className="number text-grey-4">{index + 1}</span>
              <span className="font-medium">{title}</span>
              <span className="text-grey-4 text-sm max-sm:col-start-2">{question}</span>
              <span className="text-grey-4 text-sm max-sm:col-start-2">
                {minutes} min{measured.has(slug) && ', with a measurement'}
              </span>
            </a>
          </li>
        ))}
      </ol>
      <div className="mt-10 grid gap-4 sm:grid-cols-2">
        <a
          href="/learn/calculator"
          className="block rounded-md border border-grey-2 p-4 hover:bg-grey-1"
        >
          <span className="block font-medium">Calculator</span>
          <span className="text-grey-4 text-sm">
            A layer or a block by its sizes: FLOPs forward and backward, bytes, intensity.
          </span>
        </a>
        <a
          href="/learn/glossary"
          className="block rounded-md border border-grey-2 p-4 hover:bg-grey-1"
        >
          <span className="block font-medium">Glossary</span>
          <span className="text-grey-4 text-sm">One meaning for each word of this site.</span>
        </a>
      </div>
      <StructuredData of={COURSE} />
    </>
  );
}
