// zod as this project uses it: interpreted. Its compiler first tries `new Function`, which our
// policy refuses; the attempt alone would be reported as a violation. Everything imports `z` from
// here, so that no schema is made before this is set.
import { z } from 'zod';

z.config({ jitless: true });

/**
 * A schema with a check of its own, by the schema that says the same: what a JSON Schema is made
 * from.
 */
const SAYS_THE_SAME = new WeakMap<z.core.$ZodType, z.ZodType>();

/** The schema that describes one with a check of its own; null for every other. */
export const describedBy = (schema: z.core.$ZodType): z.ZodType | null =>
  SAYS_THE_SAME.get(schema) ?? null;

/**
 * `true` of `look` takes a value as it is, a text refuses it with these words; else `described`
 * reads it.
 */
function withCheck<T extends z.ZodType>(
  described: T,
  look: (value: unknown) => true | string | null,
): z.ZodType<z.output<T>, z.input<T>> {
  const anything = z.custom<z.output<T>>();
  const schema = anything.check(({ value, issues }) => {
    const seen = look(value);
    if (seen === true) return;
    if (seen !== null) {
      issues.push({ code: 'custom', message: seen, input: null });
      return;
    }
    const { error } = described.safeParse(value);
    for (const issue of error?.issues ?? [])
      issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
  });
  for (const one of [anything, schema]) SAYS_THE_SAME.set(one, described);
  return schema as unknown as z.ZodType<z.output<T>, z.input<T>>;
}

interface Length {
  readonly least?: number;
  readonly most: number;
}

/**
 * A list whose items are taken as they are where `isItem` says of all that they are right:
 * interpreting a schema costs microseconds for each number of a long list. `isItem` must accept
 * nothing that the schema of an item would refuse or change.
 */
export function checkedByHand<T extends z.ZodType>(
  item: T,
  isItem: (value: unknown) => boolean,
  { least = 0, most }: Length,
): z.ZodType<z.output<T>[], z.input<T>[]> {
  const isRight = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(isItem);
  const list = z.array(item);
  const bounded =
    least === most ? list.length(most) : (least > 0 ? list.min(least) : list).max(most);
  return withCheck(bounded, (value) => isRight(value) || null);
}

/** What is wrong with a value, in one line; `whole` names the value itself. */
export function firstIssue({ issues }: z.ZodError, whole: string): string {
  const [issue] = issues;
  return issue === undefined
    ? `${whole}: not valid`
    : `${issue.path.join('.') || whole}: ${issue.message}`;
}

/**
 * A record of at most `most` keys, counted before any of them is looked at: to interpret two
 * hundred thousand of them takes a second, to count them a hundredth of that.
 */
export function boundedRecord<T extends z.ZodRecord>(
  record: T,
  most: number,
): z.ZodType<z.output<T>, z.input<T>> {
  return withCheck(record, (value) =>
    typeof value === 'object' && value !== null && Object.keys(value).length > most
      ? `more than ${most} keys`
      : null,
  );
}

export { z };
