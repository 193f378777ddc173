// zod as this project uses it: interpreted. Its compiler first tries `new Function`, which our policy refuses; the attempt
// alone would be reported as a violation. Everything imports `z` from here, so that no schema is made before this is set.
import { z } from 'zod';

z.config({ jitless: true });

/**
 * A list whose items are taken as they are where `isItem` says of all that they are right: interpreting a schema costs
 * microseconds for each number of a long list. Where it does not, the schema reads them, and finds the words; the list's own
 * checks, of its length, are always the schema's, and there has to be one. `isItem` must accept nothing that the schema of an
 * item would refuse or change.
 */
export function checkedByHand<T extends z.ZodArray>(list: T, isItem: (value: unknown) => boolean): T {
  const { parse } = list._zod;
  list._zod.parse = (payload, context) =>
    Array.isArray(payload.value) && payload.value.every(isItem) ? payload : parse(payload, context);
  return list;
}

/** What is wrong with a value, in one line; `whole` names the value itself. */
export function firstIssue({ issues }: z.ZodError, whole: string): string {
  const [issue] = issues;
  return issue === undefined ? `${whole}: not valid` : `${issue.path.join('.') || whole}: ${issue.message}`;
}

/**
 * A record of at most `most` keys, counted before any of them is looked at: to interpret two hundred thousand of them takes a
 * second, to count them a hundredth of that. The record must have no checks of its own.
 */
export function boundedRecord<T extends z.ZodRecord>(record: T, most: number): T {
  const { parse } = record._zod;
  const counted: typeof parse = (payload, context) => {
    const { value } = payload;
    if (typeof value !== 'object' || value === null || Object.keys(value).length <= most)
      return parse(payload, context);
    payload.issues.push({ code: 'custom', message: `more than ${most} keys`, input: null, path: [] });
    return payload;
  };
  // Without checks of its own a schema runs what it parsed with when it was made.
  record._zod.parse = counted;
  record._zod.run = counted;
  return record;
}

export { z };
