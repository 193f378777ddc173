// The server that a command attacks or fuzzes: the one that it is given, or a laboratory of its own
// with an empty database, a moderator's token and private inputs of one workload, thrown away
// afterwards.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyEmptyDatabase } from '@/scripts/database/empty';
import { startSite } from '@/scripts/site/site';
import { root } from '../root';

const ADMIN_TOKEN = 'the-token-of-the-moderators';

interface Wanted {
  /** Of a running server; undefined: one is started. */
  readonly url: string | undefined;
  /** Whose private inputs are made before it starts. */
  readonly privateOf?: string;
}

function makePrivateInputs(data: string, workload: string): void {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'scripts/run.mjs'), 'golden', '--count', '2', '--only', `^${workload}$`],
    { cwd: root, env: { ...process.env, FLOPMARK_DATA: data }, stdio: ['ignore', 2, 2] },
  );
  if (status !== 0)
    throw new Error(
      `private inputs of ${workload} could not be made: npm run -s flopmark -- golden --help`,
    );
}

/** Calls `use` with the address of the server, without a slash at its end. */
export async function inLaboratory<T>(
  { url, privateOf }: Wanted,
  use: (url: string) => Promise<T>,
): Promise<T> {
  if (url !== undefined) return use(url.replace(/\/$/, ''));
  const data = mkdtempSync(join(tmpdir(), 'flopmark-laboratory-'));
  try {
    await copyEmptyDatabase(join(data, 'db'));
    if (privateOf !== undefined) makePrivateInputs(data, privateOf);
    const site = await startSite({ data, env: { FLOPMARK_ADMIN_TOKEN: ADMIN_TOKEN } });
    try {
      return await use(site.url);
    } finally {
      await site.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
