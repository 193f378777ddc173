// Ordered rules over a text: the first pattern that matches decides.

export type Rules = readonly (readonly [RegExp, string])[];

export function firstMatch(rules: Rules, text: string): string | null {
  return rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
