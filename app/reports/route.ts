// What a reader says of a result, from the form on its page: counted by network, kept for the
// moderators, answered alike whatever the run.
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { keepReport, reportSchema } from '@/lib/db/reports';
import { isSameOrigin } from '@/lib/edge/admin-session';
import { readForm } from '@/lib/edge/body';
import { addressOf } from '@/lib/edge/client-address';
import { guarded } from '@/lib/edge/failed';
import { dailyNetworkHash } from '@/lib/edge/network';
import { countRequest, requesterOf } from '@/lib/edge/rate-limit';
import { problem, seeOther } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

const CAP_BYTES = 1024;

export const POST = guarded(async (request) => {
  const site = settings();
  if (!isSameOrigin(request, site.origin))
    return problem(reject('other-origin', 'the form was sent from elsewhere'));
  const requester = requesterOf(request, site);
  const counted = await countRequest(database(), 'report', requester);
  if (counted.rejection !== null) return problem(counted.rejection, counted);
  const form = await readForm(request, CAP_BYTES);
  if (!form.ok) return problem(form.error, counted);
  const report = reportSchema.safeParse(Object.fromEntries(form.value));
  if (!report.success)
    return problem(reject('invalid-body', 'a run and one of the reasons are needed'), counted);
  const network = dailyNetworkHash(
    addressOf(request, requester.trustedProxies),
    requester.secret,
    new Date(),
  );
  await keepReport(database(), report.data, network);
  return seeOther('/reported');
});
