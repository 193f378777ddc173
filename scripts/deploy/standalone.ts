// The packed site as an unprivileged user on a read-only root (bubblewrap): it must be small,
// start, publish, stop in order and start again with what it had, and can write nothing but its
// data.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MANIFEST } from '@/lib/models/manifest';
import { postRun, prepareRun } from '@/scripts/client/api';
import { freePort } from '@/scripts/site/free-port';
import { processTree } from '../measure/resident';
import { packSite } from '../standalone/pack';
import { type Check, check } from './check';

const MOST_BYTES = 250e6;
/** nobody, on Debian. */
const USER = 65_534;
const isRoot = process.getuid?.() === 0;

/** Sees the packed folder and the system's own, read-only, and may write into `data` alone. */
function boxOf(folder: string, data: string, env: Readonly<Record<string, string>>): string[] {
  const asNobody = isRoot
    ? ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups']
    : [];
  return [
    ...asNobody,
    'bwrap',
    ...['/usr', '/bin', '/lib', '/lib64', '/etc'].flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--ro-bind', folder, '/app', '--bind', data, '/data', '--proc', '/proc', '--dev', '/dev'],
    ...[
      '--unshare-user',
      '--unshare-pid',
      '--die-with-parent',
      '--remount-ro',
      '/',
      '--chdir',
      '/app',
      '--clearenv',
    ],
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}

interface Boxed {
  readonly url: string;
  /** Asks it to stop. The exit status. */
  stop(): Promise<number | null>;
}

const isServer = (processId: number): boolean =>
  readFileSync(`/proc/${processId}/cmdline`, 'utf8').startsWith(
    `${process.execPath}\0scripts/start.mjs`,
  );

async function startBoxed(folder: string, data: string, port: number): Promise<Boxed> {
  const env = { PORT: String(port), FLOPMARK_DATA: '/data', PATH: '/usr/bin:/bin', HOME: '/data' };
  const [program = '', ...args] = boxOf(folder, data, env);
  const child = spawn(program, [...args, process.execPath, 'scripts/start.mjs', '--lab'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  const url = await new Promise<string>((ready, failed) => {
    const take = (part: Buffer): void => {
      said += part.toString();
      const [, found] = /Flopmark ready on (\S+)/.exec(said) ?? [];
      if (found !== undefined) ready(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    ended.then((code) => failed(new Error(`it ended with ${code}: ${said.slice(-2000)}`)));
  });
  return {
    url,
    stop: () => {
      // bubblewrap hands no signals on.
      for (const each of processTree(child.pid ?? 0).filter(isServer))
        process.kill(each, 'SIGTERM');
      return ended;
    },
  };
}

export async function tryStandalone(): Promise<Check[]> {
  const work = mkdtempSync(join(tmpdir(), 'flopmark-pack-'));
  const [app, data] = [join(work, 'app'), join(work, 'data')];
  try {
    const { bytes, files } = await packSite(app);
    chmodSync(work, 0o755);
    mkdirSync(data, { mode: 0o700 });
    if (isRoot) chownSync(data, USER, USER);
    const [program = '', ...args] = boxOf(app, data, { PATH: '/usr/bin:/bin' });
    const writes = spawnSync(
      program,
      [
        ...args,
        'sh',
        '-c',
        'touch /app/x /x /usr/x 2>/dev/null; id -u; touch /data/x && rm /data/x && echo yes',
      ],
      { encoding: 'utf8' },
    );
    const port = await freePort();
    const first = await startBoxed(app, data, port);
    const front = await fetch(first.url);
    const stored = await postRun(
      first.url,
      await prepareRun(first.url, [...MANIFEST.values()].slice(0, 2)),
    );
    const { id } = (await stored.json()) as { id: string };
    const stopped = await first.stop();
    const again = await startBoxed(app, data, port);
    const read = await fetch(`${again.url}/api/v1/runs/${id}`);
    await again.stop();
    return [
      check(
        `at most ${MOST_BYTES / 1e6} MB`,
        bytes <= MOST_BYTES,
        `${(bytes / 1e6).toFixed(0)} MB in ${files} files`,
      ),
      check(
        'writes its data alone, and is not root',
        writes.stdout.trim() === `${isRoot ? USER : process.getuid?.()}\nyes`,
        writes.stdout.trim().replace('\n', ', '),
      ),
      check('the front page', front.status === 200, front.status),
      check('a run is published', stored.status === 201, stored.status),
      check('stops when it is asked to', stopped === 0, String(stopped)),
      check('has the run when it starts again', read.status === 200, read.status),
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
