// Imagination: PowerVR SGX, Rogue and the lettered series. The series and the core ("BXM-8-256")
// are both part of the name.
import type { Identity } from '../name';
import type { Reading } from '../reading';
import { lexicon, spell, wordsOf } from '../spelling';

const KNOWN = lexicon(
  'PowerVR Rogue SGX Plus Series Furian Volcanic A-Series B-Series C-Series D-Series E-Series Han',
);
const CORE = /^(?:[A-E]X[A-Z]P?-\d|G[ETXM]?\d{4}|GT\d{4})/i;

/** Reads Imagination's names; null for those of other vendors. */
export function imagination({ words }: Reading): Identity | null {
  const all = wordsOf(words);
  const start = all.findIndex((word) => /^powervr$/i.test(word));
  const bare = start < 0 && CORE.test(all[0] ?? '');
  if (start < 0 && !bare) return null;
  const core = split(start < 0 ? all : all.slice(start + 1));
  if (core.length === 0) return { vendor: 'Imagination', model: null };
  return {
    vendor: 'Imagination',
    model: ['PowerVR', ...core.map((word) => spell(word, KNOWN))].join(' '),
    architecture: architectureOf(core),
  };
}

/** Older drivers print "SGX540". */
function split(words: readonly string[]): string[] {
  return words.flatMap((word) => (/^sgx\d/i.test(word) ? ['SGX', word.slice(3)] : [word]));
}

/** Dawn's words: "rogue", "d-series". */
function architectureOf(words: readonly string[]): string | null {
  const series = words.find((word) => /^[a-e]-series$/i.test(word));
  if (series !== undefined) return series.toLowerCase();
  const lettered = words
    .map((word) => /^([a-e])x[a-z]/i.exec(word)?.[1])
    .find((letter) => letter !== undefined);
  if (lettered !== undefined) return `${lettered.toLowerCase()}-series`;
  return words.find((word) => /^(?:rogue|sgx|furian|volcanic)$/i.test(word))?.toLowerCase() ?? null;
}
