// Options that several measurements share.
import { SUITE_IDS } from '@/lib/bench/suites';
import { BACKENDS } from '@/lib/core/backend';
import { MANIFEST } from '@/lib/models/manifest';
import { address, choice, list, some, whole } from '../command';

export const siteOption = address('a running Flopmark; without it one is started for the time');

export const roundsOption = (initial: number, about = 'rounds') => whole('N', about, initial);

export const suiteOption = choice('suite', SUITE_IDS, 'quick');

export const backendsOption = some('backends', BACKENDS, ['wasm']);

/** Ids that the manifest has. */
export const workloadsOption = (initial: readonly string[]) =>
  list('workloads', initial, (id) => MANIFEST.has(id));
