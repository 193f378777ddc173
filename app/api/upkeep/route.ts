// What `npm run -s flopmark -- upkeep` does, for a platform's cron (vercel.json), which asks with
// CRON_SECRET (vercel.com/docs/cron-jobs/manage-cron-jobs). Without that secret there is no such
// page.
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { keepUp } from '@/lib/db/upkeep';
import { isToken } from '@/lib/edge/admin-session';
import { guarded } from '@/lib/edge/failed';
import { json, problem } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const GET = guarded(async (request: Request) => {
  const { cronSecret } = settings();
  const nothing = problem(reject('not-found', 'nothing at /api/upkeep'));
  if (cronSecret === null) return nothing;
  const [, given = ''] =
    /^Bearer (\S{1,200})$/.exec(request.headers.get('Authorization') ?? '') ?? [];
  return (await isToken(given, cronSecret))
    ? json(await keepUp(database(), { dryRun: false }))
    : nothing;
});
