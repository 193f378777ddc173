// Challenges: issued before a run, expiring by the database's clock.
import { sql } from 'drizzle-orm';
import type { WireSuite } from '../bench/suites';
import type { Database } from './client';
import { drawnSeedSql } from './private-golden';
import { challenges } from './schema';
import { onlyRow } from './transaction';

export interface NewChallenge {
  readonly id: string;
  readonly submitter: string;
  readonly suite: WireSuite;
  readonly goldenIndex: number;
}

/** A run expires after a day (docs/data.md, "Withdrawal"). */
export const CHALLENGE_LIFETIME_MS = 24 * 3600 * 1000;

export interface IssuedChallenge {
  readonly expiresAt: Date;
  /** The private input that its outputs will be checked with as well; null where the operator made none. */
  readonly privateSeed: number | null;
}

/** Stores a challenge and draws its private input. */
export async function issueChallenge(
  db: Database,
  challenge: NewChallenge,
  lifetimeMs: number,
): Promise<IssuedChallenge> {
  const issued = await db
    .insert(challenges)
    .values({ ...challenge, expiresAt: sql`clock_timestamp() + make_interval(secs => ${lifetimeMs / 1000})` })
    .returning({ expiresAt: challenges.expiresAt, privateSeed: sql<number | null>`${drawnSeedSql}` });
  return onlyRow(issued);
}
