/**
 * What is under way when the server is stopped may take this long, milliseconds: an export is read
 * to its end.
 */
export const STOPPING_MS = 20_000;
