// Vendors whose names follow one pattern each: one row of the table is the whole room.

import type { Identity } from '../name';
import type { Reading } from '../reading';
import { lexicon, spellAll, wordsOf } from '../spelling';

interface Row {
  readonly vendor: string;
  /** The first group is the model, or part of it. */
  readonly pattern: RegExp;
  readonly prefix: string;
  readonly architecture?: (model: string) => string | null;
}

const KNOWN = lexicon('HW Mirage');

const ROWS: readonly Row[] = [
  {
    vendor: 'Samsung',
    pattern: /\bXclipse (\d{3,4})\b/i,
    prefix: 'Xclipse ',
    architecture: (model) =>
      /9[23]0/.test(model) ? 'rdna-2' : /5[345]0|9[45]0/.test(model) ? 'rdna-3' : null,
  },
  {
    vendor: 'Broadcom',
    pattern: /\bVideoCore (\w+(?: HW)?)/i,
    prefix: 'VideoCore ',
    architecture: () => 'videocore',
  },
  {
    vendor: 'Broadcom',
    pattern: /\bV3D (\d+\.\d+)/i,
    prefix: 'V3D ',
    architecture: () => 'videocore',
  },
  { vendor: 'Vivante', pattern: /\b(GC\d{3,4}[A-Z]*)\b/i, prefix: '' },
  { vendor: 'Huawei', pattern: /\bMaleoon (\d{3}[A-Z]?)\b/i, prefix: 'Maleoon ' },
  { vendor: 'Moore Threads', pattern: /\bMTT ([A-Z]\d{2,4}[A-Z]*)\b/i, prefix: 'MTT ' },
  { vendor: 'Glenfly', pattern: /\bArise(-GT-\w+|\d{4})\b/i, prefix: 'Arise' },
  { vendor: 'Zhaoxin', pattern: /\bZX ([A-Z]-\d{3,4})\b/i, prefix: 'ZX ' },
  { vendor: 'Zhaoxin', pattern: /\b(KX-\w{4,6})\b/i, prefix: '' },
  { vendor: 'Jingjia', pattern: /\b(JM\d{4})\b/i, prefix: '' },
  { vendor: 'Loongson', pattern: /\b(?:Loongson|LoongGPU) (L[GS]\d{3})\b/i, prefix: '' },
  { vendor: 'Innosilicon', pattern: /\bFantasy (I{1,3}|\d)\b/i, prefix: 'Fantasy ' },
  { vendor: 'Lisuan', pattern: /\bLisuan (\w+)\b/i, prefix: '' },
  { vendor: 'Matrox', pattern: /\bMatrox (\w+)\b/i, prefix: '' },
  { vendor: 'SiS', pattern: /\bSiS (Mirage(?: \d)?)\b/i, prefix: '' },
  { vendor: 'S3', pattern: /\bS3 (?:Graphics )?Chrome (\d{3})\b/i, prefix: 'Chrome ' },
];

/** The names of vendors with a line in a table each; null where none fits. */
export function others({ words }: Reading): Identity | null {
  for (const { vendor, pattern, prefix, architecture } of ROWS) {
    const found = pattern.exec(words)?.[1];
    if (found === undefined) continue;
    const model = prefix + spellAll(wordsOf(found), KNOWN);
    return { vendor, model, architecture: architecture?.(model) ?? null };
  }
  return null;
}
