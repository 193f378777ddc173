// An action of a moderator on one or many, from a form of /admin.
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { moderate, moderationSchema } from '@/lib/db/moderation';
import { isSameOrigin, isSession, MODERATOR, sessionOf } from '@/lib/edge/admin-session';
import { readForm } from '@/lib/edge/body';
import { guarded } from '@/lib/edge/failed';
import { problem, seeOther } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

const CAP_BYTES = 32_768;

export const POST = guarded(async (request) => {
  const { adminToken: token, origin } = settings();
  if (token === null) return problem(reject('not-found', 'this instance has no moderators'));
  if (!isSameOrigin(request, origin))
    return problem(reject('other-origin', 'the form was sent from elsewhere'));
  if (!(await isSession(sessionOf(request), token, Date.now()))) return seeOther('/admin');
  const form = await readForm(request, CAP_BYTES);
  if (!form.ok) return problem(form.error);
  const { subject: _first, ...fields } = Object.fromEntries(form.value);
  const moderation = moderationSchema.safeParse({
    ...fields,
    subjects: form.value.getAll('subject'),
  });
  if (!moderation.success) return seeOther('/admin?refused');
  return seeOther(
    (await moderate(database(), moderation.data, MODERATOR)) > 0 ? '/admin' : '/admin?unknown',
  );
});
