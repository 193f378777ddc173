// Which generated runs a database holds: a digest over the generator and over all that decides what
// becomes of its runs. Those of another version would be on no board, or on one with figures that
// this version would not give.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL } from '@/lib/bench/protocol';
import { SUITES } from '@/lib/bench/suites';
import { DEVICE_VERSION } from '@/lib/device/device';
import { MANIFEST } from '@/lib/models/manifest';
import { VERSIONS } from '@/lib/submission/versions';

export function generatorVersion(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(import.meta.dirname).toSorted()) {
    hash.update(readFileSync(join(import.meta.dirname, name)));
  }
  const workloads = [...MANIFEST.values()].map(({ id, version }) => `${id}@${version}`);
  hash.update(JSON.stringify([PROTOCOL, SUITES, DEVICE_VERSION, VERSIONS, workloads]));
  return hash.digest('hex').slice(0, 16);
}
