// `start`: the whole site on one machine: build if needed, data folder locked, database up and
// migrated, then Next. Ctrl-C or kill stops it in order; a crash loses nothing that was
// acknowledged.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drizzle } from 'drizzle-orm/pglite';
import type { StartSettings } from '@/lib/config/settings';
import { defineCommand, type Exit, flag } from '../command';
import { type Bridge, startBridge } from '../database/bridge';
import { openDoor } from '../database/commands-door';
import { openEmbedded } from '../database/embedded';
import { requireKind } from '../database/generated';
import { lockFolder } from '../database/lock';
import { migrateEmbedded } from '../database/migrate-embedded';
import { migrateServer } from '../database/migrate-server';
import { openPooled } from '../database/pooled';
import type { Upstream } from '../database/upstream';
import { type DatabaseReport, watchUpstream } from '../database/watched';
import type { WebSettings } from '../front/serve-web';
import { STOPPING_MS } from '../front/stopping';
import { root } from '../root';
import { buildFolder, copyRuntime, ensureBuild } from '../site/build';
import { dataFolder, instanceKey } from '../site/data-folder';
import { ensureExampleData } from '../site/example-data';
import { startSettings } from '../site/start-settings';

const NOTES = `Environment:
  PORT                      port to serve on (3000)
  HOST                      address to listen on (127.0.0.1: this machine alone)
  FLOPMARK_ORIGIN           where visitors reach the site, such as https://flopmark.example
  FLOPMARK_TRUSTED_PROXIES  how many proxies stand in front of it (0)
  FLOPMARK_DATA             folder of the embedded database and the secret (.data)
  POSTGRES_URL              a Postgres (15 or newer) or Neon database instead of the embedded one
  FLOPMARK_SECRET           signs challenges; made at first start and kept in the data folder if
                            not set
  FLOPMARK_SECRET_PREVIOUS  the secret before it, while rotating
  FLOPMARK_NETWORK_KEY      hashes the networks of votes; made and kept likewise, and never changed
  FLOPMARK_ADMIN_TOKEN      opens /admin
  FLOPMARK_BOARD            private: votes by key, for people who trust each other (public: by
                            network)
  FLOPMARK_METRICS_TOKEN    opens /api/metrics
  FLOPMARK_FSYNC            on: the embedded database survives a power cut too, at a price for each
                            run (off)
  FLOPMARK_DATABASE_SECONDS how long an answer of the database is waited for (20)
  FLOPMARK_RUNTIME          nodejs: the routes are built for Node instead of Next's edge runtime
                            (edge)
  FLOPMARK_LOG              requests: a line of JSON for each; errors (the default): for what fails
`;

class StartError extends Error {}

const isNeon = (url: string): boolean => /(^|\.)neon\.tech$/.test(new URL(url).hostname);

/** Why nothing can listen there; null where something can. */
function whyTaken(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown'));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

async function requireFree(host: string, port: number): Promise<void> {
  const why = await whyTaken(host, port);
  if (why === 'EADDRINUSE') {
    throw new StartError(
      `Port ${port} is in use. Stop what listens there, or choose another: PORT=3001 npm start`,
    );
  }
  if (why !== null) throw new StartError(`HOST ${host} cannot be listened on (${why}).`);
}

/** As this machine reaches what listens on `host`. */
function localAddress(host: string, port: number): string {
  if (/^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|::1?)$/.test(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function openUpstream(
  folder: string,
  { postgresUrl: url, databaseSeconds, fsync }: StartSettings,
  demo: boolean,
  ended: (why: string) => void,
): Promise<Upstream | null> {
  const patienceMs = databaseSeconds * 1000;
  if (url === null) {
    const embedded = await openEmbedded(join(folder, 'db'), { patienceMs, fsync });
    await migrateEmbedded(embedded.database);
    await requireKind(drizzle(embedded.database), demo ? 'generated' : 'people');
    await embedded.keepStatistics();
    void embedded.ended.then(ended);
    return embedded;
  }
  await migrateServer(url);
  return isNeon(url) ? null : openPooled(url, patienceMs);
}

/** Commands reach the embedded database through a bridge of their own. */
async function startDoor(
  folder: string,
  upstream: Upstream,
  except: number,
): Promise<() => Promise<void>> {
  const password = randomBytes(24).toString('base64url');
  const bridge = await startBridge(upstream, password, except);
  const forget = openDoor(folder, { port: bridge.port, password });
  process.on('exit', forget);
  return bridge.close;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null)
      throw new StartError('The web server ended while starting; see above.');
    const answered = await fetch(`${url}/icon.svg`, { signal: AbortSignal.timeout(10_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const command = defineCommand({
  options: {
    dev: flag("Next's development server instead of the build"),
    lab: flag(
      'on loopback alone and with limits a thousand times as wide, for load and attacks from one machine',
    ),
    demo: flag(
      'a site full of generated results, to look at: a data folder of its own (.demo), a banner on every page, no publishing',
    ),
    fresh: flag('with --demo: generates the results anew'),
  },
  notes: NOTES,
  run: serve,
});

interface ServeOptions {
  readonly dev: boolean;
  readonly lab: boolean;
  readonly demo: boolean;
  readonly fresh: boolean;
}

/** Ends when a signal, or the web server's end, has stopped everything in order. */
async function serve({ dev, lab, demo, fresh }: ServeOptions): Promise<Exit> {
  if (lab) process.env.FLOPMARK_LAB = '1';
  const wanted = startSettings();
  if (demo && wanted.postgresUrl !== null) {
    throw new StartError('--demo has a database of its own: unset POSTGRES_URL.');
  }
  const { host, port, trustedProxies } = wanted;
  await requireFree(host, port);
  const url = localAddress(host, port);
  const origin = wanted.origin ?? url;
  const folder = dataFolder(demo);
  const unlock = lockFolder(folder);
  process.on('exit', unlock);
  if (dev) copyRuntime();
  else ensureBuild();

  if (demo) await ensureExampleData(folder, fresh);
  let report: (report: DatabaseReport) => void = () => {};
  let databaseEnded: () => void = () => {};
  const opened = await openUpstream(folder, wanted, demo, (why) => {
    console.error(`The embedded database ended itself (${why}). Start again: nothing is lost.`);
    databaseEnded();
  });
  const upstream = opened === null ? null : watchUpstream(opened, (seen) => report(seen));
  const password = randomBytes(24).toString('base64url');
  const bridge: Bridge | null =
    upstream === null ? null : await startBridge(upstream, password, port);
  const closeDoor =
    upstream !== null && wanted.postgresUrl === null
      ? await startDoor(folder, upstream, port)
      : null;
  const web: WebSettings = {
    host,
    port,
    trustedProxies,
    https: origin.startsWith('https:'),
    lab,
    log: wanted.log,
  };
  const next = spawn(
    process.execPath,
    dev
      ? [
          '--import',
          pathToFileURL(join(root, 'scripts/with-parent.mjs')).href,
          join(root, 'node_modules/next/dist/bin/next'),
          'dev',
          '--port',
          String(port),
          '--hostname',
          host,
        ]
      : [join(root, 'scripts/web.mjs'), JSON.stringify(web)],
    {
      cwd: root,
      stdio: ['ignore', 2, 2, 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: dev ? 'development' : 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        ...(dev ? {} : { FLOPMARK_DIST: relative(root, buildFolder()) }),
        FLOPMARK_LAB: lab ? '1' : '',
        FLOPMARK_DEMO: demo ? '1' : '',
        FLOPMARK_SECRET: wanted.secret ?? instanceKey(folder, 'secret'),
        FLOPMARK_NETWORK_KEY: wanted.networkKey ?? instanceKey(folder, 'network-key'),
        FLOPMARK_ORIGIN: origin,
        // Its front writes the one address that counts.
        ...(dev ? {} : { FLOPMARK_TRUSTED_PROXIES: '1', FLOPMARK_FRONT: '1' }),
        ...(bridge === null
          ? {}
          : {
              DATABASE_BRIDGE: `127.0.0.1:${bridge.port}`,
              DATABASE_BRIDGE_URL: `postgres://flopmark:${password}@127.0.0.1/flopmark`,
            }),
      },
    },
  );

  report = (database) => {
    if (next.connected) next.send({ database });
  };

  const ended = new Promise<Exit>((resolve) => {
    databaseEnded = () => resolve(1);
    process.on('SIGINT', () => resolve(0));
    process.on('SIGTERM', () => resolve(0));
    next.once('exit', (code) => resolve(code === 0 ? 0 : 1));
  });
  const stop = async (): Promise<void> => {
    if (next.exitCode === null && next.signalCode === null) {
      const gone = new Promise((resolve) => next.once('exit', resolve));
      next.kill('SIGTERM');
      const forced = setTimeout(() => next.kill('SIGKILL'), STOPPING_MS + 5_000);
      await gone;
      clearTimeout(forced);
    }
    await bridge?.close();
    await closeDoor?.();
    await upstream?.close();
  };
  try {
    const ready = await Promise.race([
      untilReady(url, next).then(() => true),
      ended.then(() => false),
    ]);
    if (ready) console.log(`Flopmark ready on ${url}`);
    return await ended;
  } finally {
    await stop();
  }
}
