// Addresses that redirect. The address is read as a name, so an old spelling or a short form
// ("rtx-4090", "nvidia-geforce-8400gs", "radeon-rx-580-series") leads to the device's canonical
// one, which leads to itself.
import { gpuSlug, nameOfRenderer } from './gpu-name/gpu-name';

/** Categories, classes and families are addressed as they are. */
const NOT_A_NAME =
  /^(?:cpu|npu|software|virtual|masked|declared|unknown)-|-family-|-unknown-model$/;

/** Where the page of `slug` is: itself, or the slug to redirect to. */
export function canonicalSlug(slug: string): string {
  if (NOT_A_NAME.test(slug)) return slug;
  const name = nameOfRenderer(slug.replaceAll('-', ' '));
  return name.kind === 'gpu' && name.model !== null ? gpuSlug(name) : slug;
}
