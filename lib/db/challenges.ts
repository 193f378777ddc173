// Challenges: issued before a run, expiring by the database's clock.
import { sql } from 'drizzle-orm';
import type { Database } from './client';
import { challenges } from './schema';

export interface NewChallenge {
  readonly id: string;
  readonly submitter: string;
  readonly suite: string;
  readonly goldenIndex: number;
}

/** A run expires after this many hours (DESIGN section 6). */
const LIFETIME_HOURS = 24;

/** Stores a challenge and returns when it expires. */
export async function issueChallenge(db: Database, challenge: NewChallenge): Promise<Date> {
  const [row] = await db
    .insert(challenges)
    .values({ ...challenge, expiresAt: sql`clock_timestamp() + make_interval(hours => ${LIFETIME_HOURS})` })
    .returning({ expiresAt: challenges.expiresAt });
  return row.expiresAt;
}
