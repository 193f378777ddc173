// Reads a WebGL renderer string down to the words that name the device, and keeps apart what stood around them: the
// vendor ANGLE gave, the PCI id, the notes in parentheses (Mesa's driver and chip, memory size, WDDM), Firefox's bucket.
import { unwrapAngle } from './angle';
import { splitBrackets } from './brackets';
import { squeeze, withoutMarks } from './marks';
import { unwrapLayers } from './wrappers';

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
const BUCKET = ', or similar';
const PCI = /^0x[0-9a-f]{4,8}$/i;
/** GL drivers append the bus and the host's vector unit; Apple's append the engine; ANGLE on Android the API. */
const TAILS = /(?:\/(?:PCIe?|AGP|integrated)\b.*| x86\/.*| OpenGL Engine| Compute Engine| on Vulkan [\d.]+)$/i;

export function readRenderer(raw: string): Reading {
  const text = withoutMarks(raw.slice(0, MAX_LENGTH));
  const bucketed = text.endsWith(BUCKET);
  const angle = unwrapAngle(bucketed ? text.slice(0, -BUCKET.length) : text);
  const layered = unwrapLayers(angle.text);
  const { outside, inside } = splitBrackets(layered.text.replace(TAILS, ''));
  const ids = inside.filter((note) => PCI.test(note));
  return {
    words: squeeze(outside.replace(TAILS, '').replace(/[\s;,]+$/, '')),
    notes: inside.filter((note) => !PCI.test(note)).map(squeeze),
    vendorHint: angle.vendorHint,
    pciId: pciIdOf(ids.at(-1)),
    virtual: layered.virtual,
    bucketed,
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
