// The end of a session: the cookie is taken back, and the trail says when.
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { noteSession } from '@/lib/db/moderation';
import {
  endedCookie,
  isSameOrigin,
  isSession,
  MODERATOR,
  sessionOf,
} from '@/lib/edge/admin-session';
import { guarded } from '@/lib/edge/failed';
import { problem, seeOther } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

export const POST = guarded(async (request) => {
  const { adminToken: token, origin } = settings();
  if (token === null) return problem(reject('not-found', 'this instance has no moderators'));
  if (!isSameOrigin(request, origin))
    return problem(reject('other-origin', 'the form was sent from elsewhere'));
  if (await isSession(sessionOf(request), token, Date.now()))
    await noteSession(database(), 'sign-out', MODERATOR, 'signed out');
  return seeOther('/admin', { 'Set-Cookie': endedCookie() });
});
