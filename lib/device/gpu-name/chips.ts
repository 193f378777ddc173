// Code names that Mesa prints beside or instead of a product name → architecture. Facts of Mesa's
// own tables: src/amd/common/amd_family.c, include/pci_ids/iris_pci_ids.h and crocus_pci_ids.h,
// nouveau's code names.

export interface Chip {
  readonly architecture: string;
  /** Part of a processor: the GPU has no product name of its own beyond "Radeon Graphics". */
  readonly integrated: boolean;
}

type Families = readonly (readonly [architecture: string, discrete: string, integrated: string])[];

const AMD: Families = [
  ['terascale-1', 'r600 rv610 rv620 rv630 rv635 rv670 rv710 rv730 rv740 rv770', 'rs780 rs880'],
  ['terascale-2', 'cedar redwood juniper cypress hemlock barts turks caicos', 'palm sumo sumo2'],
  ['terascale-3', 'cayman', 'aruba'],
  ['gcn-1', 'tahiti pitcairn verde oland hainan', ''],
  ['gcn-2', 'bonaire hawaii', 'kaveri kabini mullins'],
  ['gcn-3', 'tonga iceland topaz fiji', 'carrizo stoney'],
  ['gcn-4', 'polaris10 polaris11 polaris12 vegam', ''],
  [
    'gcn-5',
    'vega10 vega12 vega20 gfx900 gfx904 gfx906',
    'raven raven2 picasso renoir lucienne cezanne barcelo gfx902 gfx909 gfx90c',
  ],
  ['cdna-1', 'mi100 arcturus', ''],
  ['rdna-1', 'navi10 navi12 navi14 gfx1010 gfx1011 gfx1012', 'gfx1013'],
  [
    'rdna-2',
    'navi21 navi22 navi23 navi24 sienna_cichlid navy_flounder dimgrey_cavefish beige_goby gfx1030 gfx1031 gfx1032 gfx1034',
    'vangogh rembrandt raphael mendocino raphael_mendocino yellow_carp gfx1033 gfx1035 gfx1036 gfx1037',
  ],
  [
    'rdna-3',
    'navi31 navi32 navi33 gfx1100 gfx1101 gfx1102',
    'phoenix phoenix2 hawk_point strix1 strix_halo krackan1 krackan gfx1103_r1 gfx1103_r2 gfx1150 gfx1151 gfx1152 gfx1153',
  ],
  ['rdna-4', 'navi44 navi48 gfx1200 gfx1201', ''],
];

const INTEL: Families = [
  ['gen-6', '', 'snb sandybridge'],
  ['gen-7', '', 'ivb ivybridge byt bay hsw haswell'],
  ['gen-8', '', 'bdw broadwell chv braswell cherryview'],
  [
    'gen-9',
    '',
    'skl skylake kbl kaby kabylake aml-kbl aml-cfl cfl coffeelake coffee whl cml cometlake bxt broxton apl glk geminilake',
  ],
  ['gen-11', '', 'icl ehl jsl'],
  ['gen-12lp', 'dg1', 'tgl rkl adl adl-s adl-p adl-n adl-m rpl rpl-s rpl-p rpl-u'],
  ['gen-12hp', 'dg2', ''],
  ['xe-lpg', '', 'mtl arl arl-h arl-u arl-s'],
  ['xe-2lpg', '', 'lnl'],
  ['xe-2hpg', 'bmg', ''],
  ['xe-3lpg', '', 'ptl wcl'],
];

const CHIPS: Readonly<Record<string, ReadonlyMap<string, Chip>>> = {
  AMD: byName(AMD),
  Intel: byName(INTEL),
};

/** Every family that a chip may be of. */
export const CHIP_ARCHITECTURES: readonly string[] = [
  ...[...AMD, ...INTEL].map(([name]) => name),
  'tesla',
  'curie',
];

function byName(families: Families): ReadonlyMap<string, Chip> {
  const names = (list: string): string[] => list.split(' ').filter((name) => name !== '');
  return new Map<string, Chip>(
    families.flatMap(([architecture, discrete, integrated]) => [
      ...names(discrete).map((name): [string, Chip] => [name, { architecture, integrated: false }]),
      ...names(integrated).map((name): [string, Chip] => [
        name,
        { architecture, integrated: true },
      ]),
    ]),
  );
}

/** The first chip of `vendor` that `texts` name, word by word. */
export function chipIn(vendor: 'AMD' | 'Intel', texts: readonly string[]): Chip | null {
  const chips = CHIPS[vendor];
  for (const word of texts
    .join(' ')
    .toLowerCase()
    .split(/[\s,/()]+/)) {
    const chip = chips?.get(word);
    if (chip !== undefined) return chip;
  }
  return null;
}

/** NVIDIA chips: NVK's "AD107", nouveau's "NV124" (the chip id in hexadecimal). */
export function nvidiaChip(texts: readonly string[]): string | null {
  for (const word of texts
    .join(' ')
    .toUpperCase()
    .split(/[\s,/()]+/)) {
    const letters = /^(G[FKMPVAB]|TU|AD|GH)\d{2,3}[A-Z]?$/.exec(word)?.[1];
    if (letters !== undefined) return NVIDIA_LETTERS[letters] ?? null;
    const id = /^NV([0-9A-F]{2,3})$/.exec(word)?.[1];
    if (id !== undefined) return nouveauArchitecture(Number.parseInt(id, 16));
  }
  return null;
}

const NVIDIA_LETTERS: Readonly<Record<string, string>> = {
  GF: 'fermi',
  GK: 'kepler',
  GM: 'maxwell',
  GP: 'pascal',
  GV: 'volta',
  TU: 'turing',
  GA: 'ampere',
  AD: 'lovelace',
  GH: 'hopper',
  GB: 'blackwell',
};

/** https://nouveau.freedesktop.org/CodeNames.html */
function nouveauArchitecture(id: number): string | null {
  const from: readonly (readonly [number, string])[] = [
    [0x1a0, 'blackwell'],
    [0x190, 'lovelace'],
    [0x180, 'hopper'],
    [0x170, 'ampere'],
    [0x160, 'turing'],
    [0x140, 'volta'],
    [0x130, 'pascal'],
    [0x110, 'maxwell'],
    [0xe0, 'kepler'],
    [0xc0, 'fermi'],
    [0x50, 'tesla'],
    [0x40, 'curie'],
  ];
  return from.find(([first]) => id >= first)?.[1] ?? null;
}
