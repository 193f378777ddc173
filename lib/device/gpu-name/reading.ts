// Reads a WebGL renderer string down to the words that name the device, and keeps apart what stood
// around them: the vendor ANGLE gave, the PCI id, the notes in parentheses (Mesa's driver and chip,
// memory size, WDDM), Firefox's bucket.
import { splitBrackets } from './brackets';
import { squeeze, withoutMarks } from './marks';
import { peel } from './peel';

export interface Reading {
  /** "NVIDIA GeForce RTX 4090", "Mali-G57 MC2", "" where nothing is left. */
  readonly words: string;
  /** What stood in parentheses: "radeonsi navi21 ACO", "TGL GT2", "8GB". */
  readonly notes: readonly string[];
  readonly vendorHint: string | null;
  readonly pciId: string | null;
  /** Reached through an emulator or a virtual GPU that names its host. */
  readonly virtual: boolean;
  /** Firefox: the name stands for a bucket of devices. */
  readonly bucketed: boolean;
}

/** Longer strings are nobody's GPU; the wire allows no more. */
const MAX_LENGTH = 512;
const BUCKET = /, ?or similar\b/gi;
const PCI = /^0x[0-9a-f]{4,8}$/i;

/** A raw renderer string as the vendors' rules read it: words, notes in brackets, hints. */
export function readRenderer(raw: string): Reading {
  const text = withoutMarks(raw.slice(0, MAX_LENGTH));
  const named = text.replace(BUCKET, '');
  const { text: peeled, vendorHint, virtual } = peel(named);
  const { outside, inside } = splitBrackets(peeled);
  const ids = inside.filter((note) => PCI.test(note));
  return {
    // What followed a note in parentheses may have a tail of its own: "Graphics (TGL GT2) OpenGL
    // 4.6".
    words: peel(squeeze(outside).replace(/[\s;,]+$/, '')).text,
    notes: inside.filter((note) => !PCI.test(note)).map(squeeze),
    vendorHint,
    pciId: pciIdOf(ids.at(-1)),
    virtual,
    bucketed: named.length < text.length,
  };
}

/** "0x00002684" → "0x2684"; all zeros are no id. */
function pciIdOf(printed: string | undefined): string | null {
  if (printed === undefined) return null;
  const digits = printed
    .slice(2)
    .toLowerCase()
    .replace(/^0{1,4}(?=[0-9a-f]{4}$)/, '');
  return /[1-9a-f]/.test(digits) ? `0x${digits}` : null;
}
