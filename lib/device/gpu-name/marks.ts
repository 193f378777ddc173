// Removes what carries no name: trademark signs in all the ways drivers spell and mis-encode them,
// and loose space.

/**
 * "(TM)", "(R)", "®", "Â®" (UTF-8 read as Latin-1), "RadeonT" (™ narrowed to ASCII), "Radeon TM
 * R9".
 */
const TRADEMARKS = /\((?:tm|r|c)\)|Â?[®©]|™|\bTM\b/gi;
const NARROWED = /\b(Radeon|Ryzen|Arc|Iris|Adreno)T(?=\s)/g;

/** The name without (R), (TM) and the like, and with single spaces. */
export function withoutMarks(text: string): string {
  return squeeze(text.replace(TRADEMARKS, ' ').replace(NARROWED, '$1'));
}

/** One space between words, none around; control characters count as space. */
export function squeeze(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: drivers pad names with NUL
  return text.replace(/[\s\u0000-\u001f]+/g, ' ').trim();
}
