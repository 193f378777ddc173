// Ordered rules over a text: the first pattern that matches decides.

export type Rules = readonly (readonly [RegExp, string])[];

/** What the first rule says whose pattern matches; null where none does. */
export function firstMatch(rules: Rules, text: string): string | null {
  return rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
