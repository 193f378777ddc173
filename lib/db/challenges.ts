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
  /**
   * The private input that its outputs will be checked with as well; null where the operator made
   * none.
   */
  readonly privateSeed: number | null;
}

/** Challenges cleared away at once, at most: whoever asks for one waits for it. */
const MOST_CLEARED = 10_000;
const CLEAR_EVERY_MS = 3600 * 1000;
/** When this instance last cleared away what nobody used. */
let clearedAtMs = Number.NEGATIVE_INFINITY;

/**
 * Deletes challenges that nobody published with, a day after their end, and the proofs that were
 * started for them: asking costs nothing, and what is asked for would stay for ever.
 */
export async function clearExpired(db: Database): Promise<void> {
  await db.execute(sql`
    with gone as materialized (
      select c.id from challenges c
       where c.expires_at < clock_timestamp() - interval '1 day' and c.used_at is null
       order by c.expires_at limit ${MOST_CLEARED}),
    unproven as (
      delete from proofs p using gone where p.challenge = gone.id)
    delete from challenges c using gone where c.id = gone.id`);
}

/** Stores a challenge and draws its private input. */
export async function issueChallenge(
  db: Database,
  challenge: NewChallenge,
  lifetimeMs: number,
): Promise<IssuedChallenge> {
  if (Date.now() - clearedAtMs > CLEAR_EVERY_MS) {
    clearedAtMs = Date.now();
    await clearExpired(db);
  }
  const issued = await db
    .insert(challenges)
    .values({
      ...challenge,
      expiresAt: sql`clock_timestamp() + make_interval(secs => ${lifetimeMs / 1000})`,
    })
    .returning({
      expiresAt: challenges.expiresAt,
      privateSeed: sql<number | null>`${drawnSeedSql}`,
    });
  return onlyRow(issued);
}
