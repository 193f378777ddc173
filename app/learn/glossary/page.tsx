// Every word of the site with its one meaning and an address of its own.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { StructuredData } from '@/app/_components/structured-data';
import { GLOSSARY } from '@/lib/views/glossary';

export const metadata: Metadata = {
  title: 'Glossary',
  description:
    'The words of Flopmark, one meaning each: FLOP, MAC, FLOPS, intensity, roofline, cell, vote, standing.',
};

const sorted = [...GLOSSARY].sort((a, b) => a.word.localeCompare(b.word, 'en'));

const TERMS = {
  '@type': 'DefinedTermSet',
  name: 'Glossary of Flopmark',
  hasDefinedTerm: sorted.map(({ id, word, meaning }) => ({
    '@type': 'DefinedTerm',
    termCode: id,
    name: word,
    description: meaning,
  })),
};

export default function GlossaryPage() {
  return (
    <>
      <PageHeading
        eyebrow={
          <a className="link" href="/learn">
            FLOPs explained
          </a>
        }
        title="Glossary"
      >
        One meaning for each word, on every page, in the API and in the exports.
      </PageHeading>
      <dl className="paper">
        {sorted.map(({ id, word, meaning }) => (
          <div
            key={id}
            id={id}
            className="scroll-mt-4 border-grey-2 border-b pb-4 target:bg-grey-1"
          >
            <dt>
              <a href={`#${id}`} className="no-underline!">
                {word}
              </a>
            </dt>
            <dd className="mt-1">{meaning}</dd>
          </div>
        ))}
      </dl>
      <StructuredData of={TERMS} />
    </>
  );
}
