// Whether requests should be sent here: the database answers, and has the migrations of this
// version.
import { database } from '@/lib/db/client';
import { readinessOf } from '@/lib/db/readiness';
import { json } from '@/lib/edge/respond';

export const runtime = 'edge';

const RETRY_SECONDS = 5;

export async function GET(): Promise<Response> {
  const faults = await readinessOf(database());
  if (faults.length === 0) return json({ status: 'ready' });
  return json(
    { status: 'not-ready', faults },
    { status: 503, headers: { 'Retry-After': String(RETRY_SECONDS) } },
  );
}
