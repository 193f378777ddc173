// /embed/device/<slug>/<workload>: a device at a workload as a card for an <iframe>.

import { settings } from '@/lib/config/current';
import { cardResponse } from '@/lib/edge/card-response';
import { deviceBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

interface Context {
  readonly params: Promise<{ slug: string; id: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { slug, id } = await params;
  return cardResponse(request, {
    subject: id,
    load: (workload, options) => deviceBadgeOf(slug, workload, options),
    path: `/devices/${encodeURIComponent(slug)}`,
    origin: settings().origin,
  });
}
