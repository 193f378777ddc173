// /badge/device/<slug>/<workload>.svg: the median over a device's networks, on its fastest backend
// or on `?backend=`.
import { badgeResponse } from '@/lib/edge/badge-response';
import { deviceBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

interface Context {
  readonly params: Promise<{ slug: string; file: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { slug, file } = await params;
  return badgeResponse(request, file, (workload, options) =>
    deviceBadgeOf(slug, workload, options),
  );
}
