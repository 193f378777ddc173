// Width of a text in Verdana, the first font of a badge, from its advance widths in thousandths of
// an em (the widths of printable ASCII as in the font's own hmtx table). Good to a pixel there;
// `textLength` in the SVG makes other fonts fit.

/** U+0020 to U+007E in order. */
const ASCII: readonly number[] = [
  352, 394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364, 454, 636, 636, 636,
  636, 636, 636, 636, 636, 636, 636, 454, 454, 818, 818, 818, 545, 1000, 684, 686, 698, 771, 632,
  575, 775, 751, 421, 455, 693, 557, 843, 748, 787, 603, 787, 695, 684, 616, 732, 684, 989, 685,
  615, 685, 454, 454, 454, 818, 636, 636, 601, 623, 521, 623, 596, 352, 623, 633, 274, 344, 592,
  274, 973, 633, 607, 623, 623, 427, 521, 394, 633, 592, 818, 592, 592, 525, 635, 454, 635, 818,
];

const OTHERS: Readonly<Record<string, number>> = {
  '\u2009': 200,
  '·': 364,
  '±': 818,
  '×': 818,
  µ: 642,
  '–': 636,
  '—': 1000,
  '…': 818,
};

/** Combining marks take no room of their own. */
const ZERO_WIDTH = /\p{M}|\p{Cf}/u;
/** Between a wide letter and a full-width one: what an unknown script is taken for. */
const UNKNOWN_WIDTH = 1000;

function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  const known = ASCII[code - 0x20] ?? OTHERS[char];
  if (known !== undefined) return known;
  return ZERO_WIDTH.test(char) ? 0 : UNKNOWN_WIDTH;
}

/** Width in pixels at `fontSize` pixels, with `spacing` pixels after every character. */
export function textWidth(value: string, fontSize: number, spacing = 0): number {
  let width = 0;
  for (const char of value) width += (charWidth(char) * fontSize) / 1000 + spacing;
  return width;
}
