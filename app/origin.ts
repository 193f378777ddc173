// Where this instance is reached, for what must be a full address: badge snippets and social previews. FLOPMARK_ORIGIN
// (https://flopmark.example) says it; without one it is where the request came to.
import { headers } from 'next/headers';

/** Null where the environment names none. */
export function configuredOrigin(): string | null {
  const origin = process.env.FLOPMARK_ORIGIN;
  return origin === undefined || origin === '' ? null : new URL(origin).origin;
}

export async function siteOrigin(): Promise<string> {
  const requested = await headers();
  const protocol = requested.get('x-forwarded-proto') ?? 'http';
  return configuredOrigin() ?? `${protocol}://${requested.get('host') ?? 'localhost'}`;
}
