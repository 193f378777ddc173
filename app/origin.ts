// Where this instance is reached, for what must be a full address on a page: badge snippets and
// social previews. It is the configured one alone, and known when a request is answered, not when
// the site is built.
import { connection } from 'next/server';
import { settings } from '@/lib/config/current';

export async function siteOrigin(): Promise<string> {
  await connection();
  return settings().origin;
}
