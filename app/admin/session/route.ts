// Signing in to moderate: the token once, in a form; a cookie afterwards.
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { noteSession } from '@/lib/db/moderation';
import {
  isSameOrigin,
  isToken,
  MODERATOR,
  SESSION_HOURS,
  sessionCookie,
  sessionValue,
} from '@/lib/edge/admin-session';
import { readForm } from '@/lib/edge/body';
import { guarded } from '@/lib/edge/failed';
import { countRequest, requesterOf } from '@/lib/edge/rate-limit';
import { problem, seeOther } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

const CAP_BYTES = 4096;

export const POST = guarded(async (request) => {
  const { adminToken: token, origin } = settings();
  if (token === null) return problem(reject('not-found', 'this instance has no moderators'));
  if (!isSameOrigin(request, origin))
    return problem(reject('other-origin', 'the form was sent from elsewhere'));
  const counted = await countRequest(database(), 'sign-in', requesterOf(request, settings()));
  if (counted.rejection !== null) return problem(counted.rejection, counted);
  const form = await readForm(request, CAP_BYTES);
  if (!form.ok) return problem(form.error);
  if (!(await isToken(form.value.get('token') ?? '', token))) return seeOther('/admin?wrong');
  await noteSession(database(), 'sign-in', MODERATOR, 'signed in');
  const value = await sessionValue(token, Date.now() + SESSION_HOURS * 3_600_000);
  const secure = new URL(request.headers.get('Origin') ?? request.url).protocol === 'https:';
  return seeOther('/admin', { 'Set-Cookie': sessionCookie(value, secure) });
});
