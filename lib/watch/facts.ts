// What a route of the API knows of a request and a status does not say: for the meters of the
// server in front of it. It travels in a header, because the route may run in a context of its
// own, and that server takes it out. It names runs that wait for a moderator, so it is written
// only where there is such a server.
import { z } from '../core/zod';

export const FACTS_HEADER = 'x-flopmark-facts';

const factsSchema = z.object({
  /** Rows of a run that was stored, by `backend/outcome`. */
  rows: z.record(z.string(), z.number()),
  /** Why rows or the run wait for a moderator. */
  quarantined: z.array(z.string()),
});
export type SubmissionFacts = z.infer<typeof factsSchema>;

/** Writes what a submission was, as a header for the front that counts it. */
export const writeFacts = (facts: SubmissionFacts): Record<string, string> => ({
  [FACTS_HEADER]: JSON.stringify(facts),
});

/** Reads what a submission was from that header; null for what is none. */
export function readFacts(header: string): SubmissionFacts | null {
  try {
    return factsSchema.safeParse(JSON.parse(header)).data ?? null;
  } catch {
    return null;
  }
}
