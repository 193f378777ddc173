// /embed/model/<id>: a workload's work as a card for an <iframe>.

import { settings } from '@/lib/config/current';
import { cardResponse } from '@/lib/edge/card-response';
import { modelBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  const path = `/models/${encodeURIComponent(id)}`;
  return cardResponse(request, {
    subject: id,
    load: modelBadgeOf,
    path,
    origin: settings().origin,
  });
}
