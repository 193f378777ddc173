// Whether a database holds generated runs or people's. One table, which no migration makes, says
// that all runs of its database are generated, and by which version of the generator: so no
// database can hold both, whoever opens it.
import { sql } from 'drizzle-orm';
import { rowsOf, type Session } from '@/lib/db/transaction';

const NOT_GENERATED =
  'This database holds no generated runs, and none can be put into it: people’s results and generated ones never mix.';
const GENERATED =
  'This database holds generated runs, which are nobody’s results: only `npm start -- --demo` serves it.';

/** The generator's version; null for a database of people's runs, or an empty one. */
export async function generatorOf(session: Session): Promise<string | null> {
  const [table] = await rowsOf<{ there: boolean }>(
    session,
    sql`select to_regclass('public.generated_data') is not null as there`,
  );
  if (table?.there !== true) return null;
  const [mark] = await rowsOf<{ generator: string }>(
    session,
    sql`select generator from generated_data`,
  );
  return mark?.generator ?? null;
}

/** Marks a migrated database for generated runs. @throws Error where it holds people's. */
export async function markGenerated(session: Session, generator: string): Promise<void> {
  if ((await generatorOf(session)) !== null) return;
  const [found] = await rowsOf<{ runs: number }>(
    session,
    sql`select count(*)::int as runs from runs`,
  );
  if (found?.runs !== 0) throw new Error(NOT_GENERATED);
  await session.execute(sql`create table generated_data (generator text not null)`);
  await session.execute(sql`insert into generated_data values (${generator})`);
}

/** @throws Error where the database is of the other kind. */
export async function requireKind(session: Session, kind: 'people' | 'generated'): Promise<void> {
  const generated = (await generatorOf(session)) !== null;
  if (generated !== (kind === 'generated')) throw new Error(generated ? GENERATED : NOT_GENERATED);
}
