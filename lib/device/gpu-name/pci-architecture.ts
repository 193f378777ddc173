// PCI device id → architecture, by the same high digits that Dawn uses for
// `adapter.info.architecture` (google/dawn src/dawn/gpu_info.json, device sets with masks 0xFF00
// and 0xFFF0), completed by later chips from the public PCI id list.

type Prefixes = readonly (readonly [architecture: string, prefixes: string])[];

const NVIDIA: Prefixes = [
  ['tesla', '04 05 06 08 0a 0c'],
  ['fermi', '0d'],
  ['kepler', '0f 10 11 12'],
  ['maxwell', '13 14 16 17'],
  ['pascal', '15 1b 1c 1d0 1d1 1d3 1d5'],
  ['volta', '1d8 1db 1df'],
  ['turing', '1e 1f 21'],
  ['ampere', '20 22 24 25'],
  ['hopper', '23'],
  ['lovelace', '26 27 28'],
  ['blackwell', '29 2b 2c 2d 2e 2f 31'],
];

const AMD: Prefixes = [
  ['gcn-1', '660 661 666 679 680 681 682 683'],
  ['gcn-2', '130 131 664 665 67a 67b 983 985'],
  ['gcn-3', '690 692 693 730 987 98e'],
  ['gcn-4', '67c 67d 67e 67f 698 699 6fd 992'],
  ['gcn-5', '66a 686 687 694 69a 15d 1636 1638 164c'],
  ['rdna-1', '731 734 736'],
  ['rdna-2', '73a 73b 73d 73e 73f 740 742 743 143 1506 15e 163f 164d 164e 168'],
  ['rdna-3', '744 747 748 15b 15c 190 150e 1114 158'],
  ['rdna-4', '755 759'],
];

const INTEL: Prefixes = [
  ['gen-7', '01 04 0a 0d 0f'],
  ['gen-8', '16 22'],
  ['gen-9', '19 31 3e 5a 59 87 9b'],
  ['gen-11', '8a 4e 45 98'],
  ['gen-12lp', '46 4c 49 9a a7'],
  ['gen-12hp', '4f 56'],
  ['xe-lpg', '7d b6'],
  ['xe-2lpg', '64'],
  ['xe-2hpg', 'e2'],
  ['xe-3lpg', 'b0 fd'],
];

const TABLES: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  NVIDIA: byPrefix(NVIDIA),
  AMD: byPrefix(AMD),
  Intel: byPrefix(INTEL),
};

/** Every family that an id may be of. */
export const PCI_ARCHITECTURES: readonly string[] = [...NVIDIA, ...AMD, ...INTEL].map(
  ([name]) => name,
);

function byPrefix(prefixes: Prefixes): ReadonlyMap<string, string> {
  return new Map(
    prefixes.flatMap(([name, list]) => list.split(' ').map((prefix) => [prefix, name] as const)),
  );
}

/** `pciId` as "0x2684"; the longest matching prefix decides. */
export function architectureOfPci(vendor: string, pciId: string | null): string | null {
  const table = Object.hasOwn(TABLES, vendor) ? TABLES[vendor] : undefined;
  if (table === undefined || pciId === null || pciId.length !== 6) return null;
  const digits = pciId.slice(2);
  for (let length = 4; length >= 2; length -= 1) {
    const found = table.get(digits.slice(0, length));
    if (found !== undefined) return found;
  }
  return null;
}
