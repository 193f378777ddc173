// As little as a route of this runtime can do: so many bytes, for a laboratory (`npm start --
// --lab`) to compare all others with.
import { settings } from '@/lib/config/current';
import { problem } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

const MOST_BYTES = 2 ** 20;

export function GET(request: Request): Response {
  const bytes = Number(new URL(request.url).searchParams.get('bytes') ?? 0);
  if (!settings().lab || !(Number.isInteger(bytes) && bytes >= 0 && bytes <= MOST_BYTES))
    return problem(reject('not-found', 'nothing at /api/lab/bare'));
  return new Response('x'.repeat(bytes), {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
    },
  });
}
