// What a suite of `flopmark test` came to.

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /**
   * What failed, each with the first line of its reason: the end of a long log is what is read, or
   * kept, of it.
   */
  readonly failures: readonly string[];
}

export const one = (passed: boolean, what: string): Totals => ({
  passed: passed ? 1 : 0,
  failed: passed ? 0 : 1,
  skipped: 0,
  failures: passed ? [] : [what],
});

export const sumOf = (all: readonly Totals[]): Totals =>
  all.reduce((sum, { passed, failed, skipped, failures }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    skipped: sum.skipped + skipped,
    failures: [...sum.failures, ...failures],
  }));
