// The social preview of a run: what its badge says.

import { PREVIEW_SIZE } from '@/app/preview-image';
import { previewResponse } from '@/app/preview-response';
import { findRunBadge } from '@/lib/views/badge-subjects';

export const alt = 'Device, workload, time or rate, backend and date of this run';
export const size = PREVIEW_SIZE;
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return previewResponse(() => findRunBadge(id, { at: null }));
}
