// The name of one request, by which whoever saw it fail and whoever reads the log speak of the
// same.

/** What a proxy may hand on; anything else could be a way into the log. */
const FORM = /^[\w:.-]{8,80}$/;

/** In the order of trust: what our own front wrote, and what Vercel writes. */
const HEADERS = ['x-request-id', 'x-vercel-id'] as const;

export const REQUEST_ID_HEADER = 'X-Request-Id';

/** Draws an id for a request: 8 random bytes in hexadecimal. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether `id` has the form of one. */
export const isRequestId = (id: string | null | undefined): id is string =>
  id != null && FORM.test(id);

/** The id that the request came with; a new one where it came with none. */
export function requestIdOf({ headers }: Pick<Request, 'headers'>): string {
  for (const name of HEADERS) {
    const given = headers.get(name);
    if (isRequestId(given)) return given;
  }
  return newRequestId();
}
