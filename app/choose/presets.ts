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
