// How much ORT's WebGPU provider checks around every call, which costs time: a fact of each row on
// WebGPU.

export const VALIDATION_MODES = ['disabled', 'wgpuOnly', 'basic', 'full'] as const;
export type ValidationMode = (typeof VALIDATION_MODES)[number];
