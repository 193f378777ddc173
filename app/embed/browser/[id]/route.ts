// /embed/browser/<id>: how a workload runs in browsers at large, as a card for an <iframe>.

import { settings } from '@/lib/config/current';
import { cardResponse } from '@/lib/edge/card-response';
import { browserBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  const path = `/models/${encodeURIComponent(id)}#board`;
  return cardResponse(request, {
    subject: id,
    load: browserBadgeOf,
    path,
    origin: settings().origin,
  });
}
