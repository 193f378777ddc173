// AMD and ATI: Radeon (HD, R5–R9, RX, Vega, VII, 600M–800M), Radeon Pro, FirePro, Mobility,
// Instinct, and APUs, whose GPU has no name but "Radeon Graphics". Mesa prints the processor or
// only the chip where it has no product name.
import { type Chip, chipIn } from '../chips';
import type { Identity } from '../name';
import { architectureOfPci } from '../pci-architecture';
import type { Reading } from '../reading';
import { firstMatch, type Rules } from '../rules';
import { lexicon, spellAll, variantOf, wordsOf } from '../spelling';
import { vendorOf } from '../vendor';

const KNOWN =
  lexicon(`Radeon Mobility FirePro FireGL FireStream Instinct HD RX XT XTX GRE GME Pro Vega VII Series Graphics Mobile
  Fury Nano Duo Edition GHz and WX SSG AI Custom GPU Xpress GL GH OEM X2 LE SE Dual 530v 540v 545v
  550v 560v 565v`);

const PRODUCT = /^(?:mobility|radeon|firepro|firegl|firestream|instinct)$/i;
const MAKERS = /^(?:amd|ati|asus|sapphire|xfx|technologies|inc\.?|advanced|micro|devices,?)$/i;

/** Reads AMD's and ATI's names; null for those of other vendors. */
export function amd(reading: Reading): Identity | null {
  const { words, notes, vendorHint, pciId } = reading;
  const all = wordsOf(words.replace(/ - dell .*$/i, ''));
  const named = all.filter((word) => !MAKERS.test(word));
  const says =
    /\b(?:amd|ati|radv)\b|^R[123]00$/i.test(words) || vendorOf(vendorHint ?? '') === 'AMD';
  const chip = chipIn('AMD', [...notes, words]);
  const soc = socOf(words);
  const model =
    modelOf(named) ??
    (says && soc === null ? numbered(named) : null) ??
    (chip?.integrated === true || soc !== null ? 'Radeon Graphics' : null);
  if (model === null)
    return says || isChipName(named, chip)
      ? { vendor: 'AMD', model, architecture: chip?.architecture ?? null }
      : null;
  return {
    vendor: 'AMD',
    model,
    variant: / series$/i.test(model) ? null : variantOf(model),
    architecture:
      architectureOfPci('AMD', pciId) ?? chip?.architecture ?? firstMatch(ARCHITECTURES, model),
    ambiguous: isFamily(model),
    ...(soc === null ? {} : { soc }),
  };
}

/** "REMBRANDT", "RENOIR": the chip is the whole name. */
function isChipName(named: readonly string[], chip: Chip | null): boolean {
  return chip !== null && named.length === 1;
}

/** "AMD Ryzen 7 7840U w/ Radeon 780M Graphics", "AMD Ryzen 5 9600X 6-Core Processor". */
function socOf(words: string): string | null {
  const all = wordsOf(words);
  const start = all.findIndex((word) => /^(?:ryzen|athlon|epyc)$/i.test(word));
  if (start < 0) return null;
  const end = all.findIndex(
    (word, i) => i > start && /^(?:with|w\/|\d+-core|processor|radeon|graphics)$/i.test(word),
  );
  return all.slice(start, end < 0 ? start + 5 : end).join(' ');
}

function modelOf(named: readonly string[]): string | null {
  const bare = named.findIndex((word) => /^(?:HD\d{4}|R[579]$|RX$)/i.test(word));
  const start = named.findIndex((word) => PRODUCT.test(word));
  if (start < 0 && bare < 0) return null;
  const words = withoutRepeats(
    split(start < 0 ? ['Radeon', ...named.slice(bare)] : named.slice(start)),
  );
  // Two chips that take turns are no single product: the driver's own words are kept whole.
  if (words.some((word) => /^dual$/i.test(word))) return spelled(words);
  // macOS: "AMD Radeon HD - FirePro D300" is the FirePro.
  const professional = words.findIndex((word) => /^firepro$/i.test(word));
  return spelled(withoutFiller(professional > 0 ? words.slice(professional) : words));
}

/**
 * "HD6370D" → "HD 6370D", "RX480" → "RX 480", "WX3100" → "WX 3100", "Vega8" → "Vega 8", "RX550/550"
 * → "RX 550".
 */
function split(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const fused = /^(hd|rx|wx|vega)(\d.*)$/i.exec(word);
    return fused ? [fused[1] ?? '', (fused[2] ?? '').replace(/^(\w+)\/\1$/, '$1')] : [word];
  });
}

/**
 * "RX 550 / 550 Series" names one card twice; "HD 8600 / 8700M" and "R9 200 / HD 7900 Series" name
 * two.
 */
function withoutRepeats(words: readonly string[]): string[] {
  const slash = words.indexOf('/');
  return slash > 0 && words[slash - 1] === words[slash + 1]
    ? [...words.slice(0, slash), ...words.slice(slash + 2)]
    : [...words];
}

/**
 * "Graphics" after a number says nothing; "Series" after an RX number is how its own driver names
 * that one card.
 */
function withoutFiller(words: readonly string[]): string[] {
  const distinct = words.some((word) => /\d|^(?:vega|fury|vii)$/i.test(word));
  const kept = distinct ? words.filter((word) => !/^graphics$/i.test(word)) : [...words];
  const rx = kept.findIndex((word) => /^rx$/i.test(word));
  return rx >= 0 && /^\d/.test(kept[rx + 1] ?? '')
    ? kept.filter((word) => !/^series$/i.test(word))
    : kept;
}

/** The families whose "series" AMD's driver writes in lower case. */
const LOWER_SERIES = /(?<=^Radeon HD (?:7000|6320) )Series$/;

/** AMD writes Radeon Pro up to WX and W5000, Radeon PRO from W6000 on, HD 2600 PRO in capitals. */
function spelled(words: readonly string[]): string {
  return words
    .map((word, index) => {
      const capital =
        /^(?:W[67]\d{3}$|V6\d0|R9\d{3})/i.test(words[index + 1] ?? '') ||
        words.some((other) => /^hd$/i.test(other));
      return /^pro$/i.test(word) && capital ? 'PRO' : spellAll([word], KNOWN);
    })
    .join(' ')
    .replace(LOWER_SERIES, 'series');
}

/** "AMD 760G", "AMD Custom GPU 0405" (Steam Deck): a number without a product line. */
function numbered(named: readonly string[]): string | null {
  if (
    named.length === 0 ||
    named.length > 4 ||
    !named.some((word) => /^\d{3,4}[A-Z]?$/i.test(word))
  )
    return null;
  return spellAll(named, KNOWN);
}

function isFamily(model: string): boolean {
  return (
    /series$|\/| Dual\b/i.test(model) ||
    /^(?:Mobility )?Radeon(?: Pro| HD| R\d| RX Vega)?(?: Graphics)?$/.test(model)
  );
}

/** By the number alone, only where it decides. */
const ARCHITECTURES: Rules = [
  [/^Radeon (?:RX 90|AI PRO R9)/, 'rdna-4'],
  [/^Radeon (?:RX 7\d{3}|PRO W7|7[4-8]0M|8\d0M|80[456]0S)/, 'rdna-3'],
  [/^Radeon (?:RX 6\d{3}|PRO W6|6[1-8]0M)/, 'rdna-2'],
  [/^Radeon (?:RX 5\d{3}|Pro W?5[3-7]\d\d)/, 'rdna-1'],
  [/Vega|^Radeon VII|^Radeon Pro VII/, 'gcn-5'],
  [/^Radeon RX [45]\d0/, 'gcn-4'],
];
