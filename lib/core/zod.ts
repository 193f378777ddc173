// zod as this project uses it: interpreted. Its compiler first tries `new Function`, which our policy refuses; the attempt
// alone would be reported as a violation. Everything imports `z` from here, so that no schema is made before this is set.
import { z } from 'zod';

z.config({ jitless: true });

/**
 * The same schema, which now takes as it is whatever `holds` says is right: interpreting a schema costs microseconds for each
 * number of a long list. What `holds` refuses is read by the schema, which finds the words. `holds` must accept nothing that
 * the schema would refuse or change.
 */
export function withShortcut<T extends z.ZodType>(schema: T, holds: (value: unknown) => boolean): T {
  const { run } = schema._zod;
  schema._zod.run = (payload, context) => (holds(payload.value) ? payload : run(payload, context));
  return schema;
}

export { z };
