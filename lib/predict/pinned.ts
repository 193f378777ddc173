// What every workload of the registry is charged, pinned with it (`npm run -s zoo -- pin`): servers
// and pages predict its time without its graph.
import type { Charges } from './charges';
import pinned from './charges.json';

const CHARGES = pinned as Readonly<Record<string, Charges>>;

/** Reads what a run of a workload is charged; null for one that is not pinned. */
export const chargesOfWorkload = (id: string): Charges | null =>
  Object.hasOwn(CHARGES, id) ? (CHARGES[id] ?? null) : null;
