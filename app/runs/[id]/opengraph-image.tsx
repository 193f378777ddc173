// The social preview of a run: what its badge says.
import { runBadgeOf } from '@/app/badge/subjects';
import { PREVIEW_SIZE, previewImage } from '@/app/preview-image';
import { loadBadge } from '@/lib/edge/badge-response';

export const alt = 'Device, workload, time or rate, backend and date of this run';
export const size = PREVIEW_SIZE;
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  return previewImage(await loadBadge(runBadgeOf, (await params).id, { style: 'flat', backend: null, at: null }));
}
