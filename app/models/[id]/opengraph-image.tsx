// The social preview of a workload: its name, its work, its parameters.

import { PREVIEW_SIZE } from '@/app/preview-image';
import { previewResponse } from '@/app/preview-response';
import { findModelBadge } from '@/lib/views/badge-subjects';

export const alt = 'Name, forward FLOPs and parameters of this workload';
export const size = PREVIEW_SIZE;
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return previewResponse(() => findModelBadge(id));
}
