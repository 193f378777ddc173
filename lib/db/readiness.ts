// Whether the database is there and has the schema of this version. Asked by load balancers every
// few seconds, and by anybody: one question a second is put to the database, however many ask.
import { errorFields, logLine } from '../watch/log';
import { outageOf } from './outage';
import { appliedMigrations, schemaFault, schemaState } from './schema-version';
import type { Session } from './transaction';

const KEPT_MS = 1000;
/** A database that has not answered by then is not ready, whatever it says later. */
const PATIENCE_MS = 5000;

async function faultsOf(db: Session): Promise<readonly string[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(
      () => resolve([`the database did not answer within ${PATIENCE_MS / 1000} s`]),
      PATIENCE_MS,
    );
  });
  const asked = appliedMigrations(db).then(
    (applied) => [schemaFault(schemaState(applied))].filter((fault) => fault !== null),
    (error: unknown) => {
      logLine('warn', 'not-ready', errorFields(error));
      return [`the database ${outageOf(error) ?? 'refuses what it is asked'}`];
    },
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

let kept: { readonly atMs: number; readonly faults: Promise<readonly string[]> } | null = null;

/** What is in the way of answering, each in a sentence without its end; empty where nothing is. */
export function readinessOf(db: Session): Promise<readonly string[]> {
  const now = Date.now();
  // A clock that was set back would keep it for long.
  if (kept === null || now - kept.atMs > KEPT_MS || now < kept.atMs)
    kept = { atMs: now, faults: faultsOf(db) };
  return kept.faults;
}
