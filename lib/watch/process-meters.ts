// The meters of the process that serves, for the route that shows them. The two are bundled apart
// and share nothing but the process, so the reader is left where both find it.

const KEY = Symbol.for('flopmark.process-meters');

type ReadMeters = () => Promise<string>;
type Holder = typeof globalThis & { [KEY]?: ReadMeters };

/** Called once by whoever counts in this process. */
export function offerMeters(read: ReadMeters): void {
  (globalThis as Holder)[KEY] = read;
}

/**
 * Reads what this process counted, in Prometheus' text format; '' where nobody counts in it (a
 * platform's functions).
 */
export const processMeters = async (): Promise<string> =>
  (await (globalThis as Holder)[KEY]?.()) ?? '';
