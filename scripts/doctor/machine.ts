// The machine: Node, the data folder, its disk, and the secret that lies in it.
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { StartSettings } from '@/lib/config/settings';
import { type Finding, fault, good, warning } from './finding';

const MINIMUM_NODE = [20, 20] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
  const words = `Node is ${version}`;
  return fits
    ? good('node', 'node', words)
    : fault('node', 'node-old', words, `install ${MINIMUM_NODE.join('.')} or newer`);
}

/** The folder, or the nearest one above it that exists. */
const existing = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : existing(dirname(path));

const OPEN_TO_OTHERS = 0o077;

export function checkData(folder: string): Finding[] {
  let found: Stats | undefined;
  try {
    found = statSync(folder, { throwIfNoEntry: false });
    if (found !== undefined && !found.isDirectory()) throw new Error('is no folder');
    accessSync(existing(folder), constants.W_OK | constants.X_OK);
    if (!statSync(existing(folder)).isDirectory()) throw new Error('lies in what is no folder');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      fault(
        'data',
        'data-unwritable',
        `the data folder ${folder} cannot be written (${why})`,
        'set FLOPMARK_DATA to a folder of this user',
      ),
    ];
  }
  if (found === undefined)
    return [good('data', 'data', `the data folder ${folder} will be made at the first start`)];
  if ((found.mode & OPEN_TO_OTHERS) !== 0) {
    const mode = (found.mode & 0o777).toString(8);
    return [
      fault(
        'data',
        'data-open',
        `the data folder ${folder} is open to others (${mode})`,
        `chmod 700 ${folder}`,
      ),
    ];
  }
  return [good('data', 'data', `the data folder ${folder} is its owner’s alone`)];
}

export interface DiskLimits {
  readonly leastBytes: number;
  readonly enoughBytes: number;
}

/** A database that has no room stops; a run takes some 100 kB. */
export const DISK_LIMITS: DiskLimits = { leastBytes: 256 * 2 ** 20, enoughBytes: 2 * 2 ** 30 };

export function checkDisk(folder: string, { leastBytes, enoughBytes }: DiskLimits): Finding {
  const { bavail, bsize } = statfsSync(existing(folder));
  const free = bavail * bsize;
  const words = `${(free / 2 ** 30).toFixed(1)} GiB are free where ${folder} lies`;
  const remedy = 'make room, or move the data folder (FLOPMARK_DATA)';
  if (free < leastBytes) return fault('disk', 'disk-full', words, remedy);
  return free < enoughBytes
    ? warning('disk', 'disk-low', words, remedy)
    : good('disk', 'disk', words);
}

const SHORTEST_SECRET = 32;

/** `secret` signs challenges, `network-key` hashes the networks of votes (../data-folder). */
function checkKeyFile(folder: string, name: 'secret' | 'network-key'): Finding {
  const path = join(folder, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    return good('secrets', 'secret', `${path} will be made at the first start`);
  if ((found.mode & OPEN_TO_OTHERS) !== 0)
    return fault(
      'secrets',
      'secret-open',
      `${path} can be read by others`,
      `chmod 600 ${path}, and make a new one`,
    );
  if (readFileSync(path, 'utf8').trim().length < SHORTEST_SECRET)
    return fault(
      'secrets',
      'secret-short',
      `${path} holds fewer than ${SHORTEST_SECRET} characters`,
      `remove ${path}: the next start makes one`,
    );
  return good('secrets', 'secret', `${path} is its owner’s alone`);
}

export function checkSecrets(settings: StartSettings, folder: string): Finding[] {
  const { secret, networkKey, adminToken, metricsToken, cronSecret } = settings;
  const named = {
    FLOPMARK_SECRET: secret,
    FLOPMARK_NETWORK_KEY: networkKey,
    FLOPMARK_ADMIN_TOKEN: adminToken,
    FLOPMARK_METRICS_TOKEN: metricsToken,
    CRON_SECRET: cronSecret,
  };
  const values = Object.entries(named).filter(([, value]) => value !== null);
  const twice = values.find(([name, value]) =>
    values.some(([other, same]) => other > name && same === value),
  );
  const shared = values.filter(([, value]) => value === twice?.[1]).map(([name]) => name);
  return [
    secret === null
      ? checkKeyFile(folder, 'secret')
      : good('secrets', 'secret', 'the secret is FLOPMARK_SECRET'),
    networkKey === null
      ? checkKeyFile(folder, 'network-key')
      : good('secrets', 'network-key', 'the key of networks is FLOPMARK_NETWORK_KEY'),
    ...(twice === undefined
      ? []
      : [
          fault(
            'secrets',
            'secrets-shared',
            `${shared.join(' and ')} have the same value`,
            'draw one for each: openssl rand -base64 33',
          ),
        ]),
    ...(settings.postgresUrl !== null && (secret === null || networkKey === null)
      ? [
          warning(
            'secrets',
            'secret-local',
            'a secret lies on this machine, the database elsewhere',
            'set FLOPMARK_SECRET and FLOPMARK_NETWORK_KEY, the same for every server of this database',
          ),
        ]
      : []),
  ];
}
