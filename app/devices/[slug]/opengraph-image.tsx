// The social preview of a device: the model with the most work that was measured on it, and how many workloads were.
import { deviceHeadlineOf } from '@/app/badge/subjects';
import { PREVIEW_SIZE, previewImage } from '@/app/preview-image';
import { loadBadge } from '@/lib/edge/badge-response';

export const alt =
  'Name of this device, its heaviest measured model with its time, and how many workloads were measured';
export const size = PREVIEW_SIZE;
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

export default async function OpenGraphImage({ params }: { params: Promise<{ slug: string }> }) {
  return previewImage(
    await loadBadge(deviceHeadlineOf, (await params).slug, { style: 'flat', backend: null, at: null }),
  );
}
