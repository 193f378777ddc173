// /embed/run/<id>: a run as a card for an <iframe>.

import { settings } from '@/lib/config/current';
import { cardResponse } from '@/lib/edge/card-response';
import { runBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  const path = `/runs/${encodeURIComponent(id)}`;
  return cardResponse(request, { subject: id, load: runBadgeOf, path, origin: settings().origin });
}
