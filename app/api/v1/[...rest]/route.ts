import { err } from '@/lib/core/result';
import { openRead } from '@/lib/edge/read';
import { problem } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

const nothing = (request: Request) =>
  reject('not-found', `nothing at ${new URL(request.url).pathname.slice(0, 80)}`);

/** What no other route of the API answers. */
export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', () => Promise.resolve(err(nothing(request))));

const refuse = (request: Request): Response => problem(nothing(request));

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
