/**
 * How long a test waits for what is bound to come, milliseconds. It is not how long that may take:
 * only a fault reaches this limit, on a slow machine or beside other work too.
 */
export const PATIENCE_MS = 150_000;
