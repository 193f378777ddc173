// Intel: HD, UHD, Iris, Iris Plus, Iris Pro, Iris Xe, Arc, GMA and chipset graphics. A name without
// a number ("UHD Graphics") covers several sizes and is ambiguous. Memory notes of integrated Arcs
// ("(16GB)") are the machine's, not the GPU's.
import { chipIn } from '../chips';
import type { Identity } from '../name';
import { architectureOfPci } from '../pci-architecture';
import type { Reading } from '../reading';
import { firstMatch, type Rules } from '../rules';
import { lexicon, spellAll, wordsOf } from '../spelling';
import { vendorOf } from '../vendor';

const KNOWN =
  lexicon(`HD UHD Iris Xe Plus Pro MAX Arc Graphics Family GMA Express Chipset Series Internal Mobile Media Accelerator
  for Atom x5/x7 Data Center GPU Flex 10th 11th 12th 13th 14th Gen Processors Generation Desktop`);

const PRODUCT =
  /^(?:hd|uhd|iris|xe|arc|gma|graphics|flex|\d{3}g[a-z]*|[a-z]+\d+(?:\/[a-z]+\d+)*)$/i;
const NOISE = /^(?:0x[0-9a-f]+|intel|i915|corporation|inc\.?|dri|mesa)$/i;

/** Reads Intel's names; null for those of other vendors. */
export function intel(reading: Reading): Identity | null {
  const { words, notes, vendorHint, pciId } = reading;
  const says = /\bintel\b|^i915$/i.test(words) || vendorOf(vendorHint ?? '') === 'Intel';
  const named = wordsOf(words).filter((word) => !NOISE.test(word));
  const line = named.findIndex((word) => /^(?:iris|uhd|arc)$/i.test(word));
  if (!says && line < 0) return null;
  const chip = chipIn('Intel', [
    ...notes,
    ...(named.some((word) => PRODUCT.test(word)) ? [] : [words]),
  ]);
  const model = modelOf(named);
  return {
    vendor: 'Intel',
    model,
    architecture:
      architectureOfPci('Intel', pciId) ??
      chip?.architecture ??
      (model === null ? null : firstMatch(ARCHITECTURES, model)),
    ambiguous: model !== null && (!/\d/.test(model) || /(?:Family|Series)$/.test(model)),
  };
}

function modelOf(named: readonly string[]): string | null {
  const product = named.some((word) => PRODUCT.test(word) || /^chipset$/i.test(word));
  if (!product) return null;
  const words = named.map((word) =>
    /^(?:hd|uhd)graphics$/i.test(word) ? word.slice(0, -8) : word,
  );
  // "Arc A770 Graphics", "Arc 140V GPU": the line's number is the name.
  const arc = words.some((word) => /^arc$/i.test(word)) && words.some((word) => /\d/.test(word));
  return spellAll(arc ? words.filter((word) => !/^(?:graphics|gpu)$/i.test(word)) : words, KNOWN);
}

/** By the number alone, only where it decides. */
const ARCHITECTURES: Rules = [
  [/^Arc B3[79]0/, 'xe-3lpg'],
  [/^Arc (?:Pro )?B\d/, 'xe-2hpg'],
  [/^Arc (?:Pro )?A\d/, 'gen-12hp'],
  [/^Arc 1[34]0V/, 'xe-2lpg'],
  [/^Arc 1[34]0T/, 'xe-lpg'],
  [/^Iris Xe|^UHD Graphics 7[1-7]0/, 'gen-12lp'],
  [
    /^U?HD Graphics (?:P?5[0-9]{2}|P?6[0-9]{2})$|^Iris (?:Plus |Pro )?Graphics (?:P?5[458]0|6[45][05])$/,
    'gen-9',
  ],
  [
    /^HD Graphics (?:40[05]|5300|5[56]00|6000)$|^Iris (?:Pro )?Graphics (?:6100|P?6[23]00)$/,
    'gen-8',
  ],
  [/^HD Graphics (?:2500|4[02-6]00|5000|5200)$|^Iris (?:Pro )?Graphics 5[12]00$/, 'gen-7'],
  [/^HD Graphics [23]000$/, 'gen-6'],
];
