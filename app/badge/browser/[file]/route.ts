// /badge/browser/<id>.svg: how fast a workload runs in browsers at large, for the README of a
// library or a model.

import { badgeResponse } from '@/lib/edge/badge-response';
import { browserBadgeOf } from '@/lib/views/badge-subjects';

export const runtime = 'edge';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  return badgeResponse(request, (await params).file, browserBadgeOf);
}
