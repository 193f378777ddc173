// Finds names by what people type: any order, case and script width, fused or parted words
// ("rtx4090", "M3-Max", "geforce4090"), a slip of a key or two ("nvida"). Names that answer every
// word are found; where there is none, the nearest are given, and said to be that.

export interface Found<T> {
  readonly items: readonly T[];
  /** No name answers every word: these answer most of them. */
  readonly nearest: boolean;
}

/** Words past this are ignored. */
const MOST_WORDS = 8;
/** Below this share of the words' weight a name is not near, it is another. */
const NEAR = 0.5;

/**
 * Lower case, full-width letters narrowed, accents off, everything but letters and digits a space.
 */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

interface Name {
  readonly words: readonly string[];
  readonly fused: string;
}

/** `textOf` gives what an item is found by; the best first, equal ones in the order given. */
export function searchNames<T>(
  items: Iterable<T>,
  textOf: (item: T) => string,
  query: string,
  limit: number,
): Found<T> {
  const typed = plain(query).split(' ').filter(Boolean).slice(0, MOST_WORDS);
  if (typed.length === 0) return { items: [], nearest: false };
  const whole = typed.reduce((sum, word) => sum + weightOf(word), 0);
  const judged = [...items].map((item) => {
    const name = nameOf(textOf(item));
    const likeness = typed.map((word) => likenessOf(word, name));
    const score =
      typed.reduce((sum, word, index) => sum + weightOf(word) * (likeness[index] ?? 0), 0) / whole;
    return { item, score, complete: likeness.every((part) => part > 0) };
  });
  const complete = judged.filter((entry) => entry.complete);
  const found = complete.length > 0 ? complete : judged.filter(({ score }) => score >= NEAR);
  return {
    items: found
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ item }) => item),
    nearest: complete.length === 0 && found.length > 0,
  };
}

function nameOf(text: string): Name {
  const words = plain(text).split(' ');
  return { words, fused: words.join('') };
}

/** Numbers tell products apart, letters lines of them. */
const weightOf = (word: string): number => (/\d/.test(word) ? 2 : 1);

/** 1 for a whole word, less the looser, 0 where the name has nothing of it. */
function likenessOf(word: string, { words, fused }: Name): number {
  if (words.includes(word)) return 1;
  if (words.some((own) => own.startsWith(word))) return 0.9;
  if (word.length >= 3 && fused.includes(word)) return 0.8;
  const parts = word.match(/\p{L}+|\p{N}+/gu) ?? [];
  const known =
    parts.length > 1 &&
    parts.every((part) => words.includes(part) || (part.length >= 3 && fused.includes(part)));
  if (known) return 0.7;
  return words.some((own) => isSlip(word, own)) ? 0.6 : 0;
}

/** A key or two missed in a word of letters; numbers are what they are. */
function isSlip(typed: string, own: string): boolean {
  if (typed.length < 4 || /\p{N}/u.test(typed)) return false;
  const allowed = typed.length >= 7 ? 2 : 1;
  return Math.abs(own.length - typed.length) <= allowed && distance(typed, own) <= allowed;
}

/** Letters to insert, drop, change or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
