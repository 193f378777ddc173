// Apple: the GPU is named by its SoC (M1 Pro, A12X). Safari says only "Apple GPU", which is masked,
// not a model.
import type { Identity } from '../name';
import type { Reading } from '../reading';

const SOC = /\bApple ([AMS]\d{1,2}[XZ]?)(?: (Pro|Max|Ultra|Bionic|Fusion))?\b/i;

/** Reads Apple's names; null for those of other vendors. */
export function apple({ words }: Reading): Identity | null {
  const found = SOC.exec(words);
  if (found === null) return /^apple\b/i.test(words) ? { vendor: 'Apple', model: null } : null;
  const chip = (found[1] ?? '').toUpperCase();
  const tier = /^(?:pro|max|ultra)$/i.test(found[2] ?? '') ? capital(found[2] ?? '') : null;
  const model = tier === null ? chip : `${chip} ${tier}`;
  return {
    vendor: 'Apple',
    model,
    variant: tier,
    architecture: architectureOf(chip),
    soc: `Apple ${model}`,
  };
}

const capital = (word: string): string =>
  word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/**
 * Apple's GPU families (Metal feature set tables): A14 and M1 are family 7, A15 and M2 8, A17 Pro,
 * M3 and M4 9, M5 10.
 */
function architectureOf(chip: string): string | null {
  const families: Readonly<Record<string, readonly number[]>> = {
    A: [0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 8, 9, 9, 10],
    M: [0, 7, 8, 9, 9, 10],
  };
  const family = families[chip.charAt(0)]?.[Number.parseInt(chip.slice(1), 10)] ?? 0;
  return family === 0 ? null : `apple-${family}`;
}
