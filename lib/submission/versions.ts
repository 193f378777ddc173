// What a stored row was made with. Rows of different versions are told apart, so none of these may change silently.

export const VERSIONS = {
  flopConvention: 'flopmark-flops/1',
  /** The counter that pinned the manifest. */
  counter: 'flopmark-counter/1',
  /** The rules of accept.ts and of plausibility/. */
  plausibility: 'flopmark-plausibility/3',
} as const;
