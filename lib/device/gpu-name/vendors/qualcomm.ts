// Qualcomm: Adreno by number, by Windows SoC ("8cx Gen 3"), by X-series ("X1-85"); freedreno says
// FD618. Windows drivers may name the SoC and only "Adreno GPU": then the model is unknown and the
// SoC is kept.
import type { Identity } from '../name';
import type { Reading } from '../reading';
import { lexicon, spellAll, variantOf, wordsOf } from '../spelling';
import { vendorOf } from '../vendor';

const KNOWN = lexicon('Gen 8cx 8c 7c Compute Plus');

/** Reads Qualcomm's names; null for those of other vendors. */
export function qualcomm({ words, vendorHint }: Reading): Identity | null {
  const freedreno = /^FD(\d{3})\b/i.exec(words)?.[1];
  const at = words.search(/\badreno\b/i);
  if (freedreno === undefined && at < 0) {
    return /^(?:qualcomm|snapdragon)\b/i.test(words) || vendorOf(vendorHint ?? '') === 'Qualcomm'
      ? { vendor: 'Qualcomm', model: null, ...socIn(words) }
      : null;
  }
  const number =
    freedreno === undefined
      ? wordsOf(words.slice(at))
          .slice(1)
          .filter((word) => !/^(?:gpu|graphics)$/i.test(word))
      : [freedreno];
  const model =
    number.length === 0
      ? null
      : `Adreno ${spellAll(number, KNOWN).replace(/^(X\d) (\d\d)$/, '$1-$2')}`;
  return {
    vendor: 'Qualcomm',
    model,
    variant: model === null ? null : variantOf(model),
    architecture: model === null ? null : architectureOf(model),
    ...socIn(words),
  };
}

/** "Snapdragon X Elite - X1E78100 - Qualcomm Adreno GPU". */
function socIn(words: string): { soc?: string } {
  const soc = /\bSnapdragon(?: (?!Qualcomm|Adreno)[\w+-]+){1,5}/i.exec(words)?.[0];
  return soc === undefined ? {} : { soc: soc.replace(/ -(?= |$)/g, '').trim() };
}

function architectureOf(model: string): string | null {
  if (/^Adreno X1/.test(model)) return 'adreno-7xx';
  if (/^Adreno X2/.test(model)) return 'adreno-8xx';
  if (/^Adreno [78]cx?\b/.test(model)) return 'adreno-6xx';
  const generation = /^Adreno ([2-9])\d\d/.exec(model)?.[1];
  return generation === undefined ? null : `adreno-${generation}xx`;
}
