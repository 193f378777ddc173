import { database } from '@/lib/db/client';
import { findExport } from '@/lib/edge/export';
import { openRead } from '@/lib/edge/read';

export { openPreflight as OPTIONS } from '@/lib/edge/read';

/** All published measurements as CSV. */
export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'export', () => findExport(request, database(), 'csv'));
