// All that can be told from a shell of an instance, in one list: configuration, machine, database,
// and the way a visitor takes.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { type Environment, faultLine, readStartSettings } from '@/lib/config/settings';
import { openDatabase } from '@/lib/db/client';
import { findDoor } from '../database/commands-door';
import { openEmbedded } from '../database/embedded';
import { FolderInUse, lockFolder } from '../database/lock';
import { root } from '../root';
import { checkAnswering, checkServer } from './database';
import { type Finding, fault, good } from './finding';
import {
  checkData,
  checkDisk,
  checkNode,
  checkSecrets,
  DISK_LIMITS,
  type DiskLimits,
} from './machine';
import { checkOrigin, checkScheme } from './origin';

export interface Patient {
  readonly environment: Environment;
  readonly nodeVersion: string;
  readonly disk?: DiskLimits;
}

async function checkEmbedded(folder: string): Promise<Finding[]> {
  if (!existsSync(join(folder, 'db')))
    return [good('database', 'database', 'the embedded database will be made at the first start')];
  let unlock: () => void;
  try {
    unlock = lockFolder(folder);
  } catch (error) {
    const door = error instanceof FolderInUse ? findDoor(folder) : null;
    if (door === null) throw error;
    const db = openDatabase(door);
    try {
      return await checkAnswering(db, true);
    } finally {
      await db.$client.end();
    }
  }
  try {
    const { database, close } = await openEmbedded(join(folder, 'db'));
    try {
      return await checkAnswering(drizzle(database), true);
    } finally {
      await close();
    }
  } finally {
    unlock();
  }
}

async function checkDatabase(folder: string, url: string | null): Promise<Finding[]> {
  if (url !== null) return checkServer(url);
  try {
    return await checkEmbedded(folder);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return [
      fault(
        'database',
        'database-fails',
        `the embedded database cannot be asked: ${said}`,
        'stop what uses it, or restore a backup',
      ),
    ];
  }
}

/** Everything that can be found out; of a configuration that cannot be read, that alone. */
export async function diagnose({
  environment,
  nodeVersion,
  disk = DISK_LIMITS,
}: Patient): Promise<Finding[]> {
  const node = checkNode(nodeVersion);
  const read = readStartSettings(environment);
  if (!read.ok) {
    const faults = read.error.map((each) =>
      fault(
        'configuration',
        'setting',
        faultLine(each).replace(/\.$/, ''),
        'see the table in README.md, "Deploy"',
      ),
    );
    return [node, ...faults];
  }
  const settings = read.value;
  const folder = resolve(settings.data ?? join(root, '.data'));
  const data = checkData(folder);
  const found = [
    node,
    good('configuration', 'settings', 'every setting has its form'),
    ...data,
    checkDisk(folder, disk),
    ...checkSecrets(settings, folder),
  ];
  // Where nothing can be written nothing is opened either.
  const usable = data.every(({ level }) => level !== 'fault');
  if (usable || settings.postgresUrl !== null)
    found.push(...(await checkDatabase(folder, settings.postgresUrl)));
  const origin = new URL(settings.origin ?? `http://localhost:${settings.port}`);
  const path = join(folder, 'secret');
  const secret =
    settings.secret ?? (usable && existsSync(path) ? readFileSync(path, 'utf8').trim() : null);
  return [...found, ...checkScheme(origin), ...(await checkOrigin(origin, secret))];
}
