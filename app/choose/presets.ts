// Mixes of devices that somebody published: each with its source and its day. What a source does
// not name stays unknown, and is said to be.

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** Day of the publication. */
  readonly date: string;
  /** Percent of what was surveyed. */
  readonly shares: readonly (readonly [renderer: string, percent: number])[];
}

export const PRESETS: readonly Preset[] = [
  {
    id: 'steam-2025-04',
    title: 'Steam, April 2025: the four most common graphics cards',
    source:
      'https://hi-tech.ua/en/gaming-laptops-lead-steam-for-the-first-time-nvidia-geforce-rtx-4060-overtakes-rtx-3060/',
    date: '2025-05-07',
    shares: [
      ['NVIDIA GeForce RTX 4060 Laptop GPU', 4.8],
      ['NVIDIA GeForce RTX 3060', 4.57],
      ['NVIDIA GeForce RTX 4060', 4.35],
      ['NVIDIA GeForce GTX 1650', 3.39],
    ],
  },
  {
    id: 'steam-2024-06',
    title: 'Steam, June 2024: the sixteen most common graphics cards',
    source:
      'https://www.tweaktown.com/news/99121/steam-data-shows-geforce-rtx-4060-ti-and-4070-as-the-gpus-of-choice-for-this-generation/index.html',
    date: '2024-07-03',
    shares: [
      ['NVIDIA GeForce RTX 3060', 5.5],
      ['NVIDIA GeForce GTX 1650', 4.04],
      ['NVIDIA GeForce RTX 4060 Laptop GPU', 3.46],
      ['NVIDIA GeForce RTX 3060 Ti', 3.46],
      ['NVIDIA GeForce RTX 2060', 3.31],
      ['NVIDIA GeForce RTX 3070', 3.26],
      ['NVIDIA GeForce RTX 3060 Laptop GPU', 3.25],
      ['NVIDIA GeForce GTX 1060', 3.08],
      ['NVIDIA GeForce RTX 4060', 2.92],
      ['NVIDIA GeForce RTX 3050', 2.68],
      ['NVIDIA GeForce RTX 4060 Ti', 2.38],
      ['NVIDIA GeForce RTX 4070', 2.31],
      ['NVIDIA GeForce GTX 1050 Ti', 2.24],
      ['NVIDIA GeForce GTX 1660 SUPER', 2.11],
      ['NVIDIA GeForce RTX 3080', 2.06],
      ['AMD Radeon Graphics', 1.98],
    ],
  },
  {
    id: 'steam-2023-09',
    title: 'Steam, September 2023: the five most common graphics cards',
    source:
      'https://www.ruetir.com/2023/10/the-nvidia-rtx-3060-is-crowned-the-most-used-gpu-on-steam-and-the-rtx-40-line-continues-to-be-ignored-ruetir/',
    date: '2023-10-04',
    shares: [
      ['NVIDIA GeForce RTX 3060', 6.27],
      ['NVIDIA GeForce GTX 1650', 4.78],
      ['NVIDIA GeForce RTX 2060', 4.69],
      ['NVIDIA GeForce GTX 1060', 4.69],
      ['NVIDIA GeForce RTX 3060 Ti', 4.04],
    ],
  },
];

/** The rows as a person would paste them; what is missing to the whole has no renderer. */
export function csvOf({ shares }: Preset): string {
  const rest = 100 - shares.reduce((sum, [, percent]) => sum + percent, 0);
  return [
    'renderer,share',
    ...shares.map(([renderer, percent]) => `${renderer},${percent}`),
    `,${rest.toFixed(2)}`,
  ].join('\n');
}
