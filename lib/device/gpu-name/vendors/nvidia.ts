// NVIDIA: GeForce, Quadro, RTX (workstation), NVS, Tesla, GRID, TITAN, Tegra. Laptop, Max-Q, Ti,
// SUPER and memory sizes are part of the model, because they are different chips or clocks. vGPU
// profiles ("GRID M10-1Q") are slices: virtual.
import { nvidiaChip } from '../chips';
import type { Identity } from '../name';
import { architectureOfPci } from '../pci-architecture';
import type { Reading } from '../reading';
import { firstMatch, type Rules } from '../rules';
import { lexicon, spellAll, variantOf, wordsOf } from '../spelling';
import { vendorOf } from '../vendor';

const KNOWN =
  lexicon(`GeForce Quadro NVS Tesla GRID TITAN RTX GTX GTS GT GS GSO GE LE SE Go FX LP MX Ti SUPER BOOST Laptop GPU
  with Max-Q Max-P Design Ada Generation Blackwell OEM PRO Xp X Z V D Black Collectors Edition
  Workstation Server Mobile
  Embedded Tegra Orin Xavier Thor PCIe NVL SXM2 SXM4 SXM5 HBM2e Pascal Volta NVLink CMP Jetson CEO
  rev nForce ION SLI 192-bit 128-bit SFF`);

const PRODUCT =
  /^(?:geforce|quadro|nvs|tesla|grid|titan|rtx|gtx|gts|gt|tegra|cmp|jetson|orin|thor|ion|nforce)$/i;
/**
 * Data-centre cards and small workstation cards go by their number alone: A100, H100, L40S, T1000,
 * GB10.
 */
const BARE =
  /^(?:[ahlpt]\d{1,4}[a-z]?|v100[a-z]?|[bh]\d{3}|mx\d{3}|g[bh]\d{2,3}|p10\d-\d+)(?:-.*)?$/i;
const VGPU = /^(?:[a-z]{0,3}\d+[a-z]{0,2}-\d+|k\d+0)[abcq]$/i;
/**
 * Notes that are part of the name: "TITAN X (Pascal)", "GeForce GTX 760 (192-bit)", "GeForce GT 625
 * (OEM)".
 */
const NAME_NOTE = /^(?:pascal|volta|maxwell|oem|\d+-bit)$/i;

/** Reads NVIDIA's names; null for those of other vendors. */
export function nvidia(reading: Reading): Identity | null {
  const { words, notes, vendorHint, pciId } = reading;
  const named = wordsOf(words).filter((word) => !/^(?:nvidia|corporation)$/i.test(word));
  const first = named.findIndex((word) => PRODUCT.test(word));
  const says = /\bnvidia\b/i.test(words) || vendorOf(vendorHint ?? '') === 'NVIDIA';
  const chip = nvidiaChip([...notes, ...(/^NV/i.test(words) ? [words] : [])]);
  const bare = says && named.length > 0 && BARE.test(named[0] ?? '');
  if (first < 0 && !bare)
    return says || chip !== null ? { vendor: 'NVIDIA', model: null, architecture: chip } : null;
  if (first > 0 && !says) return null;

  const product = normalise([
    ...named.slice(Math.max(0, first)),
    ...notes.filter((note) => NAME_NOTE.test(note)).map((note) => `(${note})`),
  ]);
  const model = product
    .map((word) =>
      word.startsWith('(') ? `(${spellAll([word.slice(1, -1)], KNOWN)})` : spellAll([word], KNOWN),
    )
    .join(' ')
    // The driver's own spelling of two names.
    .replace('Collectors Edition', 'COLLECTORS EDITION')
    .replace(/ G103M$/, ' G 103M');
  return {
    vendor: 'NVIDIA',
    model,
    variant: variantOf(model),
    architecture: architectureOfPci('NVIDIA', pciId) ?? chip ?? firstMatch(ARCHITECTURES, model),
    ambiguous: !/\d|TITAN/.test(model),
    virtual: product.some((word) => VGPU.test(word)),
  };
}

/**
 * Splits what some drivers fuse ("8400GS", "RTX3060", "1080Ti"), joins what some part ("G 105M"),
 * completes "RTX 4090".
 */
function normalise(words: readonly string[]): string[] {
  const split = words.flatMap((word) => {
    const prefix = /^(rtx|gtx|gts|gt)(\d{3,4}.*)$/i.exec(word);
    const [line, number] = prefix === null ? ['', word] : [prefix[1] ?? '', prefix[2] ?? ''];
    const suffix = /^(\d{3,4})(ti|gs|gts|gt|gtx|le|super)$/i.exec(number);
    return [
      ...(line === '' ? [] : [line]),
      ...(suffix ? [suffix[1] ?? '', suffix[2] ?? ''] : [number]),
    ];
  });
  const joined = split.flatMap((word, index) => {
    if (/^g$/i.test(word) && /^\d{3}m$/i.test(split[index + 1] ?? '')) return [];
    return /^g$/i.test(split[index - 1] ?? '') && /^\d{3}m$/i.test(word) ? [`G${word}`] : [word];
  });
  return isConsumer(joined) ? ['GeForce', ...joined] : joined;
}

/**
 * Without "GeForce" in front: GTX, GTS and GT always are; RTX where the number is a consumer one
 * (2050 … 5090).
 */
function isConsumer([line = '', number = '']: readonly string[]): boolean {
  return /^(?:gtx|gts|gt)$/i.test(line)
    ? /^\d/.test(number)
    : /^rtx$/i.test(line) && /^[2-9]0[5-9]0/.test(number);
}

/** By the number alone, only where it decides: GT 730 is Fermi or Kepler, so it says nothing. */
const ARCHITECTURES: Rules = [
  [/^GeForce RTX 50/, 'blackwell'],
  [/^GeForce RTX 40/, 'lovelace'],
  [/^GeForce (?:RTX 30|RTX 2050|MX570)/, 'ampere'],
  [
    /^GeForce (?:RTX 20|GTX 16|MX450|MX550)|^TITAN RTX|^Quadro (?:RTX|T\d)|^T\d{3,4}\b|^Tesla T/,
    'turing',
  ],
  [/^GeForce (?:MX1[13]0|GTX (?:74[05]|750|9\d\d|TITAN X$))|^Quadro M\d|^Tesla M/, 'maxwell'],
  [/^GeForce (?:GTX? 10\d\d|MX[123]\d0)|^Quadro G?P\d|^TITAN X[ p]|^Tesla P/, 'pascal'],
  [/^GeForce GTX (?:6\d\d|7[678]\d|TITAN)|^Quadro K\d|^Tesla K/, 'kepler'],
  [/^GeForce G(?:TX|TS|T) [45]\d\d/, 'fermi'],
  [/^RTX .*Blackwell/, 'blackwell'],
  [/^RTX .*Ada\b|^L4/, 'lovelace'],
  [/^RTX A\d|^A\d/, 'ampere'],
  [/^TITAN V|^V100|^Tesla V|^Quadro GV/, 'volta'],
  [/^H[12]00/, 'hopper'],
];
