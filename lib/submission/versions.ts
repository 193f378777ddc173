// What a stored row was made with. Rows of different versions are told apart, so none of these may
// change silently.
import { FLOP_CONVENTION } from '../core/units';

export const VERSIONS = {
  flopConvention: FLOP_CONVENTION,
  /** The counter that pinned the manifest. */
  counter: 'flopmark-counter/1',
  /** The rules of accept.ts and of plausibility/. */
  plausibility: 'flopmark-plausibility/3',
} as const;
