// What the page and the packer say to each other: one case, one answer.
import type { ReproductionCase } from '@/lib/reproduction/case';

export type ToPacker = ReproductionCase;

export type FromPacker =
  | { readonly type: 'packed'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'failed'; readonly reason: string };
