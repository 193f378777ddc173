// A plain Postgres as Debian packages it, in a folder of its own, for a try: SCRAM, fsync, the
// user `postgres`.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSIONS = '/usr/lib/postgresql';

export interface DebianPostgres {
  readonly url: string;
  readonly version: string;
  stop(): void;
}

/** Postgres does not run as root; whoever else tries this runs it as they are. */
const asPostgres = (command: string, args: readonly string[]): void => {
  const root = process.getuid?.() === 0;
  const [program, ...given] = root
    ? ['runuser', '-u', 'postgres', '--', command, ...args]
    : [command, ...args];
  execFileSync(program ?? command, given, { stdio: ['ignore', 'ignore', 'inherit'] });
};

export function startDebianPostgres(port: number): DebianPostgres {
  const version = readdirSync(VERSIONS)
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1);
  if (version === undefined)
    throw new Error(`there is no Postgres in ${VERSIONS}: apt-get install postgresql`);
  const bin = join(VERSIONS, version, 'bin');
  const folder = mkdtempSync('/tmp/flopmark-postgres-');
  if (process.getuid?.() === 0) execFileSync('chown', ['postgres', folder]);
  const password = join(folder, 'password');
  writeFileSync(password, 'test', { mode: 0o644 });
  chmodSync(password, 0o644);
  const data = join(folder, 'data');
  asPostgres(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'flopmark',
    '-A',
    'scram-sha-256',
    `--pwfile=${password}`,
    '-E',
    'UTF8',
  ]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  asPostgres(join(bin, 'pg_ctl'), [
    '-D',
    data,
    '-o',
    options,
    '-l',
    join(folder, 'log'),
    '-w',
    'start',
  ]);
  return {
    url: `postgres://flopmark:test@127.0.0.1:${port}/postgres`,
    version,
    stop: () => {
      asPostgres(join(bin, 'pg_ctl'), ['-D', data, '-m', 'fast', '-w', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
