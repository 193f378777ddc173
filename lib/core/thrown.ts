// Words for whatever was thrown or rejected: mostly an Error, but a browser, a runtime or an
// extension may throw anything.

/**
 * The message of an error, of one without a message its name; of anything else its text. Never
 * throws: an object may refuse to become a text, or its message be no text.
 */
export function messageOf(thrown: unknown): string {
  try {
    const { message } = thrown instanceof Error ? thrown : { message: '' };
    return typeof message === 'string' && message !== '' ? message : String(thrown);
  } catch {
    return 'something was thrown that cannot be put into words';
  }
}
