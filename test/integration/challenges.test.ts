// Challenges that nobody used are gone a day after their end, with what was begun for them; used
// ones stay, so that no run comes back.
import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KERNELS } from '@/lib/attest/kernel';
import { clearExpired, issueChallenge } from '@/lib/db/challenges';
import { startProof } from '@/lib/db/proofs';
import { challenges, proofs } from '@/lib/db/schema';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const DAY_MS = 24 * 3600 * 1000;

async function issue(id: string): Promise<void> {
  await issueChallenge(test.db, { id, submitter: 'ann', suite: 'custom', goldenIndex: 0 }, DAY_MS);
  const proof = {
    id: `proof of ${id}`,
    challenge: id,
    submitter: 'ann',
    backend: 'wasm',
    seed: 'ab',
  } as const;
  expect((await startProof(test.db, { ...proof, kernel: KERNELS[128] }, 3)).ok).toBe(true);
}

it('are cleared away', async () => {
  for (const id of ['fresh', 'over', 'long over', 'used']) await issue(id);
  const ago = (id: string, hours: number) => sql`
    update challenges set expires_at = clock_timestamp() - make_interval(hours => ${hours}::int)
      where id = ${id}`;
  await test.session.execute(ago('over', 23));
  await test.session.execute(ago('long over', 25));
  await test.session.execute(ago('used', 25));
  await test.session.execute(
    sql`update challenges set used_at = clock_timestamp() where id = 'used'`,
  );
  await clearExpired(test.db);
  const left = await test.session
    .select({ id: challenges.id })
    .from(challenges)
    .orderBy(asc(challenges.id));
  expect(left.map(({ id }) => id)).toEqual(['fresh', 'over', 'used']);
  const begun = await test.session
    .select({ id: proofs.challenge })
    .from(proofs)
    .orderBy(asc(proofs.challenge));
  expect(begun.map(({ id }) => id)).toEqual(['fresh', 'over', 'used']);
});
