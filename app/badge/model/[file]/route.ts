// /badge/model/<id>.svg: forward FLOPs and parameters of a workload of the pinned manifest. No
// database is asked.

import { badgeResponse } from '@/lib/edge/badge-response';
import { modelBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  return badgeResponse(request, (await params).file, modelBadgeOf);
}
