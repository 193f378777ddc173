// The social preview of a workload: its name, its work, its parameters.
import { modelBadgeOf } from '@/app/badge/subjects';
import { PREVIEW_SIZE, previewImage } from '@/app/preview-image';

export const alt = 'Name, forward FLOPs and parameters of this workload';
export const size = PREVIEW_SIZE;
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  return previewImage(await modelBadgeOf((await params).id));
}
