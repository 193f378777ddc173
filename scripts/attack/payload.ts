// A simulated device's whole run as the page would send it.
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Prng } from '@/lib/core/prng';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import {
  type ChallengeResponse,
  CONSENT_VERSION,
  LICENCE,
  type RunSubmission,
  SUBMISSION_SCHEMA_VERSION,
} from '@/lib/submission/schema';
import { type Device, measured, runMs } from './device';

export function workload(id: string): ManifestEntry {
  const entry = MANIFEST.get(id);
  if (entry === undefined) throw new Error(`${id} is not pinned`);
  return entry;
}

/**
 * Longer than this per run, a workload is not worth its time; the page gives up on it after a
 * minute.
 */
const LONGEST_RUN_MS = 6000;

export interface PayloadOptions {
  readonly device: Device;
  readonly workloads: readonly string[];
  readonly challenge: ChallengeResponse;
  readonly submitterKey: string;
  readonly suite: RunSubmission['suite'];
  readonly prng: Prng;
}

export function payloadOf(options: PayloadOptions): RunSubmission {
  const { device, workloads, challenge, submitterKey, suite, prng } = options;
  const measurements = workloads
    .map(workload)
    .flatMap((entry) =>
      device.engines
        .filter((engine) => runMs(entry, engine, device) <= LONGEST_RUN_MS)
        .map((engine) => measured(entry, engine, device, challenge.goldenIndex, prng)),
    );
  return {
    schema: SUBMISSION_SCHEMA_VERSION,
    protocol: PROTOCOL.id,
    suite,
    suiteVersion: 1,
    ticket: challenge.ticket,
    submitterKey,
    consent: { version: CONSENT_VERSION, licence: LICENCE },
    startedAt: new Date().toISOString(),
    environment: device.environment,
    measurements,
  };
}
