// The social preview of a device: the model with the most work that was measured on it, and how
// many workloads were.

import { PREVIEW_SIZE } from '@/app/preview-image';
import { previewResponse } from '@/app/preview-response';
import { findDeviceHeadline } from '@/lib/views/badge-subjects';

export const alt =
  'Name of this device, its heaviest measured model with its time, and how many workloads were measured';
export const size = PREVIEW_SIZE;
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

export default async function OpenGraphImage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return previewResponse(() => findDeviceHeadline(slug));
}
