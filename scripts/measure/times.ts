// Milliseconds of one thing done again and again, one after the other.

/** Sorted times of `times` runs of `work`. */
export async function sortedMs(
  times: number,
  work: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const values: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const start = performance.now();
    await work(index);
    values.push(performance.now() - start);
  }
  return values.toSorted((a, b) => a - b);
}

/** The value below which a share of sorted values lies, by nearest rank. */
export function at(share: number, sorted: readonly number[]): number {
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? Number.NaN;
}
