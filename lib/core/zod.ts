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

export { z };
