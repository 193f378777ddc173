// What a reproduction is about: one row of a run that came out wrong, failed or crashed, with what
// the browser said of the machine.

export interface ReproductionCase {
  readonly workload: string;
  /** Of the input that was fed; null where it did not come to that. */
  readonly seed: number | null;
  readonly backend: string;
  readonly outcome: string;
  readonly reason: string;
  /** The environment as it is published, as JSON. */
  readonly environment: string;
  /** Where the run stands; null for one that is not published. */
  readonly address: string | null;
}
