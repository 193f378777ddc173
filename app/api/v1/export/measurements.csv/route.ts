import { database } from '@/lib/db/client';
import { exportResponse } from '@/lib/edge/export-response';

export const runtime = 'edge';

/** All published measurements as CSV. */
export function GET(request: Request): Response {
  return exportResponse(request, database(), 'csv');
}
