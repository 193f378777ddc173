// What the search of the site finds under /learn: the chapters by their questions, the calculator
// by what it counts, and each word of the glossary.
import type { NamedPage } from '@/lib/edge/search';
import { CHAPTERS, chapterHref } from '@/lib/views/chapters';
import { GLOSSARY } from './glossary';

export const NAMED_PAGES: readonly NamedPage[] = [
  {
    title: 'FLOPs explained',
    note: `${CHAPTERS.length} chapters`,
    href: '/learn',
    words: 'learn article tutorial',
  },
  ...CHAPTERS.map(({ slug, title, question }, index) => ({
    title,
    note: `Chapter ${index + 1}`,
    href: chapterHref(slug),
    words: `${question} ${slug} learn`,
  })),
  {
    title: 'FLOPs calculator',
    note: 'Learn',
    href: '/learn/calculator',
    words:
      'count layer block convolution linear attention LSTM transformer encoder decoder residual experts',
  },
  { title: 'Glossary', note: 'Learn', href: '/learn/glossary', words: 'words meaning definitions' },
  ...GLOSSARY.map(({ id, word }) => ({
    title: word,
    note: 'Glossary',
    href: `/learn/glossary#${id}`,
    words: 'glossary meaning',
  })),
];
