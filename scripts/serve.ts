// The whole site on one machine: build if needed, data folder locked, database up and migrated, then Next. Ctrl-C or kill
// stops it in order; a crash loses nothing that was acknowledged.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { copyRuntime, ensureBuild } from './build';
import { dataFolder, instanceSecret } from './data-folder';
import { type Bridge, startBridge } from './database/bridge';
import { openEmbedded } from './database/embedded';
import { lockFolder } from './database/lock';
import { migrateEmbedded, migrateServer } from './database/migrate';
import { openPooled } from './database/pooled';
import type { Upstream } from './database/upstream';
import { root } from './root';

const HELP = `Usage: npm start [-- --dev | --lab]

Serves Flopmark on http://localhost:3000.

  --dev     Next's development server instead of the build
  --lab     on loopback alone and with limits a thousand times as wide, for load and attacks from one machine
  --help    this text

Environment:
  PORT            port to serve on (3000)
  FLOPMARK_DATA   folder of the embedded database and the secret (.data)
  POSTGRES_URL    a Postgres (15 or newer) or Neon database instead of the embedded one
  FLOPMARK_SECRET signs challenges; made at first start and kept in the data folder if not set
`;

class StartError extends Error {}

const isNeon = (url: string): boolean => /(^|\.)neon\.tech$/.test(new URL(url).hostname);

function portFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

function chosenPort(): number {
  const port = Number(process.env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartError(`PORT must be a port number from 1 to 65535, not '${process.env.PORT}'.`);
  }
  return port;
}

async function openUpstream(folder: string): Promise<Upstream | null> {
  const url = process.env.POSTGRES_URL;
  if (url === undefined || url === '') {
    const embedded = await openEmbedded(join(folder, 'db'));
    await migrateEmbedded(embedded.database);
    await embedded.keepStatistics();
    return embedded;
  }
  await migrateServer(url);
  return isNeon(url) ? null : openPooled(url);
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new StartError('The web server ended while starting; see above.');
    const answered = await fetch(`${url}/icon.svg`, { signal: AbortSignal.timeout(10_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface ServeOptions {
  readonly dev: boolean;
  readonly lab: boolean;
}

async function serve({ dev, lab }: ServeOptions): Promise<void> {
  const port = chosenPort();
  if (!(await portFree(port))) {
    throw new StartError(`Port ${port} is in use. Stop what listens there, or choose another: PORT=3001 npm start`);
  }
  const folder = dataFolder();
  const unlock = lockFolder(folder);
  process.on('exit', unlock);
  if (dev) copyRuntime();
  else ensureBuild();

  const upstream = await openUpstream(folder);
  const password = randomBytes(24).toString('base64url');
  const bridge: Bridge | null = upstream === null ? null : await startBridge(upstream, password);
  const next = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(join(root, 'scripts/with-parent.mjs')).href,
      join(root, 'node_modules/next/dist/bin/next'),
      dev ? 'dev' : 'start',
      '--port',
      String(port),
      ...(lab ? ['--hostname', '127.0.0.1'] : []),
    ],
    {
      cwd: root,
      stdio: ['ignore', 2, 2, 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: dev ? 'development' : 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        FLOPMARK_LAB: lab ? '1' : '',
        FLOPMARK_SECRET: process.env.FLOPMARK_SECRET ?? instanceSecret(folder),
        ...(bridge === null
          ? {}
          : {
              DATABASE_BRIDGE: `127.0.0.1:${bridge.port}`,
              DATABASE_BRIDGE_URL: `postgres://flopmark:${password}@127.0.0.1/flopmark`,
            }),
      },
    },
  );

  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    if (next.exitCode === null) {
      const ended = new Promise((resolve) => next.once('exit', resolve));
      next.kill('SIGTERM');
      const forced = setTimeout(() => next.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(forced);
    }
    await bridge?.close();
    await upstream?.close();
    process.exit(code);
  };
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  next.once('exit', (code) => stop(code ?? 1));

  const url = `http://localhost:${port}`;
  await untilReady(url, next);
  console.log(`Flopmark ready on ${url}`);
}

try {
  const { values } = parseArgs({
    options: { dev: { type: 'boolean' }, lab: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) process.stdout.write(HELP);
  else await serve({ dev: values.dev ?? false, lab: values.lab ?? false });
} catch (error) {
  const usage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(error instanceof Error ? error.message : error);
  if (usage) process.stderr.write(`\n${HELP}`);
  process.exit(usage ? 2 : 1);
}
