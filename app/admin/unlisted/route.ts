// The models that no table has, as lines for the tables, for moderators.
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { noteSession } from '@/lib/db/moderation';
import { asTableLines, unlistedModels } from '@/lib/db/unlisted';
import { isSession, MODERATOR, sessionOf } from '@/lib/edge/admin-session';
import { guarded } from '@/lib/edge/failed';
import { seeOther } from '@/lib/edge/respond';

const MOST = 1000;

export const GET = guarded(async (request) => {
  const { adminToken: token } = settings();
  if (token === null || !(await isSession(sessionOf(request), token, Date.now())))
    return seeOther('/admin');
  const models = await unlistedModels(database(), MOST);
  await noteSession(database(), 'export', MODERATOR, `${models.length} models that no table has`);
  return new Response(asTableLines(models), {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
});
