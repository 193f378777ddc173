// One spelling per word, so that one product has one name: "Super" and "SUPER", "Firepro" and
// "FirePro", "HD6370D" and "HD 6370D". Spelling depends on the lower-cased words alone, hence equal
// slugs mean equal names.

/** Lower-case word → how its maker writes it. */
export type Lexicon = ReadonlyMap<string, string>;

/** The words of a vendor with their usual spelling, by their lower case. */
export const lexicon = (words: string): Lexicon =>
  new Map(words.split(/\s+/).map((word) => [word.toLowerCase(), word]));

/**
 * A word of the lexicon as written there; model numbers in capitals; other words with a capital.
 */
export function spell(word: string, known: Lexicon): string {
  const lower = word.toLowerCase();
  const exact = known.get(lower);
  if (exact !== undefined) return exact;
  if (lower.includes('/'))
    return lower
      .split('/')
      .map((part) => spell(part, known))
      .join('/');
  if (lower.endsWith('+')) return `${spell(lower.slice(0, -1), known)}+`;
  if (/\d/.test(lower) || lower.length <= 3) return lower.toUpperCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** Several words, each spelled as `spell` has it. */
export function spellAll(words: readonly string[], known: Lexicon): string {
  return words.map((word) => spell(word, known)).join(' ');
}

/**
 * The words of a name: what no product name holds (other scripts, quotes, underscores) separates
 * them.
 */
export function wordsOf(text: string): string[] {
  return text
    .split(/[^A-Za-z0-9+/.-]+/)
    .filter((word) => word === '/' || word === '+' || /[A-Za-z0-9]/.test(word));
}

/**
 * The words after the model's number as its variant, null where there are none. "R9" is a tier, not
 * the number.
 */
export function variantOf(model: string): string | null {
  const words = model.split(' ');
  const number = words.findIndex((word) => /\d/.test(word) && !/^R\d$/.test(word));
  return number < 0 || number === words.length - 1 ? null : words.slice(number + 1).join(' ');
}
