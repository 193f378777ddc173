// Counts are exact: a number while it is a safe integer, a bigint beyond 2⁵³. Arithmetic on numbers
// that may leave the safe range is redone in bigints, so no sum or product is ever rounded.

export type Count = number | bigint;

/** A bigint that fits becomes a number again: equal counts have one representation. */
const settle = (value: bigint): Count => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/** The sum, exact: a bigint as soon as a number could not hold it. */
export function plus(a: Count, b: Count): Count {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return settle(BigInt(a) + BigInt(b));
}

/** The product, exact: a bigint as soon as a number could not hold it. */
export function times(a: Count, b: Count): Count {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = a * b;
    if (Number.isSafeInteger(result)) return result;
  }
  return settle(BigInt(a) * BigInt(b));
}

/** The exact product of all factors, 1 for none. */
export function product(factors: readonly Count[]): Count {
  let result: Count = 1;
  for (const factor of factors) result = times(result, factor);
  return result;
}

/** The exact sum of all terms, 0 for none. */
export function sum(terms: readonly Count[]): Count {
  let result: Count = 0;
  for (const term of terms) result = plus(result, term);
  return result;
}
