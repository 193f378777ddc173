// Proofs of work: started, committed once, opened once. Every step is one conditional statement, so
// of any number of simultaneous requests one gets through, and both times are read from the
// database's clock in the statement that decides.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Kernel, Size } from '../attest/kernel';
import { KERNEL_VERSION } from '../attest/kernel';
import type { Opening } from '../attest/opening';
import type { ProofFault } from '../attest/openings';
import { err, ok, type Result } from '../core/result';
import type { ProvableBackend } from '../submission/proof';
import { type Rejection, reject } from '../submission/rejection';
import type { Database } from './client';
import { challenges, proofs } from './schema';
import { rowsOf } from './transaction';

export interface NewProof {
  readonly id: string;
  readonly challenge: string;
  readonly submitter: string;
  readonly backend: ProvableBackend;
  readonly kernel: Kernel;
  readonly seed: string;
}

/**
 * Notes the start; only then may the seed be told. A challenge may start `attempts` on each
 * backend. Two starts at once are the same attempt, and one of them is taken.
 */
export async function startProof(
  db: Database,
  proof: NewProof,
  attempts: number,
): Promise<Result<null, Rejection>> {
  const { id, challenge, submitter, backend, seed } = proof;
  const { n, columns, steps } = proof.kernel;
  const started = await rowsOf<{ id: string }>(
    db,
    sql`
    insert into proofs (id, challenge, submitter, backend, attempt, kernel, n, columns, steps, seed)
    select ${id}, c.id, c.submitter, ${backend}, earlier.attempts + 1,
           ${KERNEL_VERSION}, ${n}, ${columns}, ${steps}, ${seed}
      from challenges c
     cross join lateral (
       select count(*) as attempts from proofs p where p.challenge = c.id
         and p.backend = ${backend}) earlier
     where c.id = ${challenge} and c.submitter = ${submitter} and c.used_at is null
       and c.expires_at > clock_timestamp()
       and earlier.attempts < ${attempts}::int
        on conflict (challenge, backend, attempt) do nothing
    returning id`,
  );
  return started.length === 1 ? ok(null) : err(await whyNotStarted(db, proof, attempts));
}

async function whyNotStarted(
  db: Database,
  { challenge, submitter, backend }: NewProof,
  attempts: number,
): Promise<Rejection> {
  const [found] = await db
    .select({
      usedAt: challenges.usedAt,
      expired: sql<boolean>`${challenges.expiresAt} <= clock_timestamp()`,
    })
    .from(challenges)
    .where(and(eq(challenges.id, challenge), eq(challenges.submitter, submitter)));
  if (found === undefined)
    return reject('ticket-of-another', 'the key is not the one it was issued to');
  if (found.usedAt !== null) return reject('ticket-used', 'a run was published with it');
  if (found.expired) return reject('ticket-expired', 'by the clock of the database');
  return reject(
    'proof-started',
    `the challenge has had ${attempts} proofs on ${backend}, or starts one now`,
  );
}

/** What a proof needs to be known by before it is committed; null for none. */
export async function proofSize(db: Database, id: string): Promise<Size | null> {
  const [found] = await db.select({ n: proofs.n }).from(proofs).where(eq(proofs.id, id));
  return (found?.n as Size | undefined) ?? null;
}

export interface CommittedRoot {
  readonly batches: number;
  readonly root: string;
  /** Drawn from the server's own randomness after the root had arrived. */
  readonly openings: readonly Opening[];
}

/** Notes root, draw and time, once, within `lifetimeMs` of the start. */
export async function commitProof(
  db: Database,
  id: string,
  submitter: string,
  { batches, root, openings }: CommittedRoot,
  lifetimeMs: number,
): Promise<Result<null, Rejection>> {
  const committed = await db
    .update(proofs)
    .set({ committedAt: sql`clock_timestamp()`, batches, root, openings })
    .where(
      and(
        eq(proofs.id, id),
        eq(proofs.submitter, submitter),
        isNull(proofs.committedAt),
        sql`clock_timestamp() < ${proofs.startedAt} + make_interval(secs => ${lifetimeMs / 1000})`,
      ),
    )
    .returning({ id: proofs.id });
  if (committed.length === 1) return ok(null);
  const found = await findProof(db, id, submitter);
  if (!found.ok) return found;
  return err(
    found.value.committedAt === null
      ? reject(
          'proof-late',
          `it had to be committed within ${lifetimeMs / 1000} seconds of its start`,
        )
      : reject('proof-committed', 'a root was committed before'),
  );
}

export interface ClaimedOpening {
  readonly n: Size;
  readonly seed: string;
  readonly batches: number;
  readonly root: string;
  readonly openings: readonly Opening[];
  /** Milliseconds between start and commit. */
  readonly elapsedMs: number;
}

/** Whether there is a proof of this key to open: asked before megabytes are read for it. */
export async function awaitsOpening(
  db: Database,
  id: string,
  submitter: string,
): Promise<Result<null, Rejection>> {
  const found = await findProof(db, id, submitter);
  if (!found.ok) return found;
  const { committedAt, openedAt } = found.value;
  if (committedAt === null) return err(reject('proof-uncommitted', 'commit its root first'));
  return openedAt === null ? ok(null) : err(reject('proof-opened', 'a proof is opened once'));
}

/** Takes the one opening that a committed proof has, within `lifetimeMs` of the commit. */
export async function claimOpening(
  db: Database,
  id: string,
  submitter: string,
  lifetimeMs: number,
): Promise<Result<ClaimedOpening, Rejection>> {
  const [claimed] = await rowsOf<ClaimedOpening & Record<string, unknown>>(
    db,
    sql`
    update proofs set opened_at = clock_timestamp()
     where id = ${id} and submitter = ${submitter} and opened_at is null
       and clock_timestamp() < committed_at + make_interval(secs => ${lifetimeMs / 1000})
    returning n, seed, batches, root, openings,
              extract(epoch from committed_at - started_at)::float8 * 1000 as "elapsedMs"`,
  );
  if (claimed !== undefined) return ok(claimed);
  const awaits = await awaitsOpening(db, id, submitter);
  if (!awaits.ok) return awaits;
  return err(
    reject('proof-late', `it had to be opened within ${lifetimeMs / 1000} seconds of its commit`),
  );
}

/** Records how the opening went. */
export async function settleProof(
  db: Database,
  id: string,
  verdict: number | ProofFault,
): Promise<void> {
  await db
    .update(proofs)
    .set(
      typeof verdict === 'number'
        ? { outcome: 'proven', provenGflops: verdict }
        : { outcome: verdict },
    )
    .where(eq(proofs.id, id));
}

async function findProof(db: Database, id: string, submitter: string) {
  const [found] = await db.select().from(proofs).where(eq(proofs.id, id));
  if (found === undefined) return err(reject('not-found', `no proof '${id.slice(0, 40)}'`));
  return found.submitter === submitter
    ? ok(found)
    : err(reject('proof-of-another', 'it was started with another key'));
}
