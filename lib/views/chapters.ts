// The ten chapters in their order: addresses, titles, the question that each one answers, and how
// long it takes to read (220 words a minute, rounded up; a test counts the words).

export interface Chapter {
  readonly slug: string;
  readonly title: string;
  /** What a reader asks before, and can answer after. */
  readonly question: string;
  readonly minutes: number;
}

export const CHAPTERS = [
  {
    slug: 'what-a-flop-is',
    title: 'What a FLOP is',
    question: 'What is counted, and why do two papers differ by a factor of two?',
    minutes: 3,
  },
  {
    slug: 'counting',
    title: 'Counting a network',
    question: 'How does a count follow from shapes, and where do the FLOPs of a network sit?',
    minutes: 2,
  },
  {
    slug: 'backward',
    title: 'Backward and training',
    question: 'What does a training step cost beside an inference?',
    minutes: 3,
  },
  {
    slug: 'roofline',
    title: 'Operations per second',
    question: 'How fast is a device, and when is arithmetic not the limit?',
    minutes: 3,
  },
  {
    slug: 'processors',
    title: 'CPU, GPU, accelerator',
    question: 'Which processor suits which work, and when is a GPU the slower one?',
    minutes: 2,
  },
  {
    slug: 'precision',
    title: 'Fewer bits',
    question: 'What do fp16, int8 and int4 change, when the count stays the same?',
    minutes: 2,
  },
  {
    slug: 'pruning',
    title: 'Pruning',
    question: 'Which zeros save time?',
    minutes: 2,
  },
  {
    slug: 'efficient-networks',
    title: 'Efficient networks',
    question: 'Why is half the FLOPs not half the time?',
    minutes: 2,
  },
  {
    slug: 'attention',
    title: 'Attention and tokens',
    question: 'Why is reading a prompt arithmetic, and writing an answer memory?',
    minutes: 3,
  },
  {
    slug: 'benchmarks',
    title: 'Reading a benchmark',
    question: 'When do two numbers differ, and what does a browser cost?',
    minutes: 3,
  },
] as const satisfies readonly Chapter[];

export type ChapterSlug = (typeof CHAPTERS)[number]['slug'];

/** The address of a chapter of /learn. */
export const chapterHref = (slug: ChapterSlug): string => `/learn/${slug}`;

/** The chapters around one, null at either end. */
export function around(slug: ChapterSlug): {
  readonly number: number;
  readonly chapter: Chapter;
  readonly previous: (typeof CHAPTERS)[number] | null;
  readonly next: (typeof CHAPTERS)[number] | null;
} {
  const index = CHAPTERS.findIndex((chapter) => chapter.slug === slug);
  const chapter = CHAPTERS[index];
  if (chapter === undefined) throw new Error(`no chapter '${slug}'`);
  return {
    number: index + 1,
    chapter,
    previous: CHAPTERS[index - 1] ?? null,
    next: CHAPTERS[index + 1] ?? null,
  };
}
