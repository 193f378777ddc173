// One action of a moderator, from a form of /admin.
import { database } from '@/lib/db/client';
import { moderate, moderationSchema } from '@/lib/db/moderation';
import { adminToken, isSameOrigin, isSession, sessionOf } from '@/lib/edge/admin-session';
import { readForm } from '@/lib/edge/body';
import { problem, seeOther } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

const CAP_BYTES = 8192;
/** There is one token, so the trail cannot tell moderators apart. */
const ACTOR = 'admin';

export async function POST(request: Request): Promise<Response> {
  const token = adminToken(process.env);
  if (token === null) return problem(reject('not-found', 'this instance has no moderators'));
  if (!isSameOrigin(request)) return problem(reject('other-origin', 'the form was sent from elsewhere'));
  if (!(await isSession(sessionOf(request), token, Date.now()))) return seeOther('/admin');
  const form = await readForm(request, CAP_BYTES);
  if (!form.ok) return problem(form.error);
  const moderation = moderationSchema.safeParse(Object.fromEntries(form.value));
  if (!moderation.success) return seeOther('/admin?refused');
  return seeOther((await moderate(database(), moderation.data, ACTOR)) ? '/admin' : '/admin?unknown');
}
