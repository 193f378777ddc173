// Validators (RFC 9110, 8.8 and 13.1.2): a reader that has an answer asks whether it still holds.

/** A strong tag over the bytes that make an answer what it is. */
export async function etagOf(text: string): Promise<string> {
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)),
  );
  return `"${Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}

const strong = (tag: string): string => tag.trim().replace(/^W\//, '');

/**
 * Whether a reader who sends this If-None-Match has this answer: weak comparison against a list of
 * tags, or `*`.
 */
export function isKnownTag(ifNoneMatch: string | null, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map(strong) ?? [];
  return tags.includes('*') || tags.includes(strong(etag));
}

/** Whether the browser has this version already, by its If-None-Match. */
export const isKnown = (request: Request, etag: string): boolean =>
  isKnownTag(request.headers.get('If-None-Match'), etag);
