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

/** A run expires after a day (DESIGN section 6). */
export const CHALLENGE_LIFETIME_MS = 24 * 3600 * 1000;

/** Stores a challenge and returns when it expires. */
export async function issueChallenge(db: Database, challenge: NewChallenge, lifetimeMs: number): Promise<Date> {
  const [row] = await db
    .insert(challenges)
    .values({ ...challenge, expiresAt: sql`clock_timestamp() + make_interval(secs => ${lifetimeMs / 1000})` })
    .returning({ expiresAt: challenges.expiresAt });
  return row.expiresAt;
}
