// Signing in to moderate: the token once, in a form; a cookie afterwards.
import { database } from '@/lib/db/client';
import {
  adminToken,
  isSameOrigin,
  isToken,
  SESSION_HOURS,
  sessionCookie,
  sessionValue,
} from '@/lib/edge/admin-session';
import { readForm } from '@/lib/edge/body';
import { isLab, secrets } from '@/lib/edge/environment';
import { countRequest } from '@/lib/edge/rate-limit';
import { problem, seeOther } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

const CAP_BYTES = 4096;

export async function POST(request: Request): Promise<Response> {
  const token = adminToken(process.env);
  if (token === null) return problem(reject('not-found', 'this instance has no moderators'));
  if (!isSameOrigin(request)) return problem(reject('other-origin', 'the form was sent from elsewhere'));
  const form = await readForm(request, CAP_BYTES);
  if (!form.ok) return problem(form.error);
  const [secret] = secrets(process.env);
  const counted = await countRequest(database(), 'sign-in', {
    request,
    submitter: 'admin',
    secret,
    lab: isLab(process.env),
  });
  if (counted.rejection !== null) return problem(counted.rejection, { headers: counted.headers });
  if (!(await isToken(form.value.get('token') ?? '', token))) return seeOther('/admin?wrong');
  const value = await sessionValue(token, Date.now() + SESSION_HOURS * 3_600_000);
  const secure = new URL(request.headers.get('Origin') ?? request.url).protocol === 'https:';
  return seeOther('/admin', { 'Set-Cookie': sessionCookie(value, secure) });
}
