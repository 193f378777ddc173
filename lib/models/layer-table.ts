// One row per node of a workload, counted when pinning: what the page of a model lists. Kept apart
// from the manifest, which edge functions carry.

export interface LayerRow {
  readonly name: string;
  readonly op: string;
  /** Extents of the first output. */
  readonly dims: readonly number[];
  readonly params: number;
  readonly macs: number;
  readonly otherOps: number;
}
