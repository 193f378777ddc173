// Faults as they are found in the field, planted one at a time: the doctor names each, and says
// what to do.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateServer } from '@/scripts/database/migrate-server';
import { startPostgres, type TestPostgres } from '@/scripts/database/postgres';
import { diagnose, type Patient } from '@/scripts/doctor/diagnose';
import { mirror } from '@/scripts/front/mirror';
import { root } from '@/scripts/root';
import { freePort } from '@/scripts/site/free-port';
import { type Site, startSite } from '@/scripts/site/site';

const SECRET = 'kZ3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const NETWORK_KEY = 'nK3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const folder = mkdtempSync(join(tmpdir(), 'flopmark-doctor-'));
let postgres: TestPostgres;
let site: Site;
let healthy: Record<string, string>;
const servers: Server[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  site = await startSite({
    limits: true,
    env: { POSTGRES_URL: postgres.url, FLOPMARK_SECRET: SECRET, FLOPMARK_NETWORK_KEY: NETWORK_KEY },
  });
  healthy = {
    POSTGRES_URL: postgres.url,
    FLOPMARK_SECRET: SECRET,
    FLOPMARK_NETWORK_KEY: NETWORK_KEY,
    FLOPMARK_DATA: site.data,
    FLOPMARK_ORIGIN: site.url,
  };
});
afterAll(async () => {
  for (const server of servers) server.close();
  await site.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const admin = async (query: string, url = postgres.url): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(query);
  } finally {
    await client.end();
  }
};

let made = 0;
/** Another database of the same server. */
async function database(options = '', migrated = true): Promise<string> {
  made += 1;
  await admin(`create database d${made} ${options}`);
  const url = postgres.url.replace(/[^/]*$/, `d${made}`);
  if (migrated) await migrateServer(url);
  return url;
}

/** The same database by a user with other rights. */
async function asUser(rights: string, url = postgres.url): Promise<string> {
  made += 1;
  await admin(
    `create role u${made} login password 'test' ${rights}; grant all on all tables in schema drizzle, public to u${made}; grant usage on schema drizzle to u${made}`,
  );
  return url.replace('//flopmark:', `//u${made}:`);
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An instance as the doctor sees it behind a proxy that added one address and changed `more`. */
const behindProxy = (trusted: number, more: Record<string, string> = {}): Promise<string> =>
  serve((request, response) => {
    request.headers['x-forwarded-for'] = `${request.headers['x-forwarded-for']}, 198.51.100.9`;
    Object.assign(request.headers, more);
    if (mirror(request, response, SECRET, trusted)) return;
    response.writeHead(200, {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    response.end('{}');
  });

type Plant = () => Promise<Partial<Record<string, string>>> | Partial<Record<string, string>>;

const dataFolder = (name: string, mode = 0o700): string => {
  const path = join(folder, name);
  mkdirSync(path, { mode });
  chmodSync(path, mode);
  return path;
};

const PLANTED: Readonly<Record<string, Plant>> = {
  'setting: a short secret': () => ({ FLOPMARK_SECRET: 'short' }),
  'setting: a misspelt variable': () => ({ FLOPMARK_TRUSTED_PROXY: '1' }),
  'setting: a port that is none': () => ({ PORT: 'eighty' }),
  'setting: an origin with a path': () => ({ FLOPMARK_ORIGIN: 'https://flopmark.example/board' }),
  'data-unwritable: a data folder inside a file': () => {
    writeFileSync(join(folder, 'file'), '');
    return { FLOPMARK_DATA: join(folder, 'file', 'data') };
  },
  'data-open: a data folder that others may read': () => ({
    FLOPMARK_DATA: dataFolder('open', 0o755),
  }),
  'secret-open: a secret that others may read': () => {
    const data = dataFolder('secret-open');
    writeFileSync(join(data, 'secret'), SECRET);
    chmodSync(join(data, 'secret'), 0o644);
    return { FLOPMARK_SECRET: undefined, FLOPMARK_DATA: data };
  },
  'secret-short: a secret that was cut': () => {
    const data = dataFolder('secret-short');
    writeFileSync(join(data, 'secret'), 'cut', { mode: 0o600 });
    return { FLOPMARK_SECRET: undefined, FLOPMARK_DATA: data };
  },
  'secrets-shared: one token for all': () => ({
    FLOPMARK_ADMIN_TOKEN: SECRET,
    FLOPMARK_METRICS_TOKEN: SECRET,
  }),
  'unreachable: no server': async () => ({
    POSTGRES_URL: `postgres://flopmark:test@127.0.0.1:${await freePort()}/flopmark`,
  }),
  'login-refused: a wrong password': () => ({
    POSTGRES_URL: postgres.url.replace(':test@', ':guess@'),
  }),
  'no-database: a name that is none': () => ({
    POSTGRES_URL: postgres.url.replace(/[^/]*$/, 'nowhere'),
  }),
  'schema-behind: no tables yet': async () => ({ POSTGRES_URL: await database('', false) }),
  'schema-newer: the tables of a later version': async () => {
    const url = await database();
    await admin(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 4102444800000)",
      url,
    );
    return { POSTGRES_URL: url };
  },
  'schema-out-of-order: a migration that was passed over': async () => {
    const url = await database();
    await admin('delete from drizzle.__drizzle_migrations where id = 5', url);
    return { POSTGRES_URL: url };
  },
  'generated: generated runs': async () => {
    const url = await database();
    await admin(
      "create table generated_data (generator text); insert into generated_data values ('x')",
      url,
    );
    return { POSTGRES_URL: url };
  },
  'encoding: not UTF-8': async () => ({
    POSTGRES_URL: await database("encoding 'SQL_ASCII' locale 'C' template template0"),
  }),
  'read-only: a user who may not write': async () => {
    const url = await asUser('superuser');
    await admin(`alter role ${new URL(url).username} set default_transaction_read_only = on`);
    return { POSTGRES_URL: url };
  },
  'no-rights: a user who may make no tables': async () => ({ POSTGRES_URL: await asUser('') }),
  'few-connections: a user who may hold three': async () => ({
    POSTGRES_URL: await asUser('superuser connection limit 3'),
  }),
  'clock: a database whose clock is an hour late': async () => {
    const url = await asUser('superuser');
    await admin(`
      create schema late;
      create function late.clock_timestamp() returns timestamptz language sql as $$
        select pg_catalog.now() - interval '1 hour' $$;
      alter role ${new URL(url).username} set search_path = late, pg_catalog, public`);
    return { POSTGRES_URL: url };
  },
  'insecure: plain http under a public name': () => ({
    FLOPMARK_ORIGIN: 'http://flopmark.invalid',
  }),
  'origin-unreachable: nobody listens': async () => ({
    FLOPMARK_ORIGIN: `http://127.0.0.1:${await freePort()}`,
  }),
  'origin-redirects: it moved': async () => ({
    FLOPMARK_ORIGIN: await serve((_, response) =>
      response.writeHead(308, { Location: 'https://moved.example/' }).end(),
    ),
  }),
  'other-site: somebody else answers': async () => ({
    FLOPMARK_ORIGIN: await serve((_, response) => response.end('<h1>Welcome to nginx!</h1>')),
  }),
  'other-site: another secret than the server has': () => ({
    FLOPMARK_SECRET: SECRET.toLowerCase(),
  }),
  'proxies-untrusted: a proxy that nobody counted': async () => ({
    FLOPMARK_ORIGIN: await behindProxy(0),
  }),
  'proxies-too-many: a proxy that is not there': async () => ({
    FLOPMARK_ORIGIN: await behindProxy(2),
  }),
  'host-lost: a proxy that asks for its own name': async () => ({
    FLOPMARK_ORIGIN: await behindProxy(1, { host: 'upstream' }),
  }),
  'isolation-lost: a proxy that drops headers': async () => ({
    FLOPMARK_ORIGIN: await serve((request, response) => {
      if (!mirror(request, response, SECRET, 0)) response.end('{}');
    }),
  }),
};

const codesOf = async (
  planted: Partial<Record<string, string>>,
  more: Partial<Patient> = {},
): Promise<string[]> => {
  const environment = { ...healthy, ...planted };
  const findings = await diagnose({ environment, nodeVersion: '20.20.0', ...more });
  for (const { level, words, remedy } of findings) {
    expect(words).not.toContain(SECRET);
    expect(remedy === null).toBe(level === 'good');
  }
  return findings.filter(({ level }) => level !== 'good').map(({ code }) => code);
};

describe('the doctor', () => {
  it('finds nothing where nothing is wrong', async () => expect(await codesOf({})).toEqual([]));

  it('plants at least twenty faults', () =>
    expect(Object.keys(PLANTED).length).toBeGreaterThanOrEqual(20));

  it.each(Object.entries(PLANTED))('names %s', async (name, plant) => {
    expect(await codesOf(await plant())).toContain(name.split(':')[0]);
  });

  it('names an old Node and a disk without room', async () => {
    expect(await codesOf({}, { nodeVersion: '18.19.0' })).toEqual(['node-old']);
    const limits = { leastBytes: Number.MAX_SAFE_INTEGER, enoughBytes: Number.MAX_SAFE_INTEGER };
    expect(await codesOf({}, { disk: limits })).toEqual(['disk-full']);
  });
});

describe('the command', () => {
  const run = (
    env: Record<string, string>,
    ...args: string[]
  ): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const options = { cwd: root, env: { ...process.env, ...env } };
      execFile(
        process.execPath,
        ['scripts/run.mjs', 'doctor', ...args],
        options,
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });

  it('ends with 0, 1 and 2, and says the same as JSON', async () => {
    const fine = await run(healthy);
    expect([fine.code, fine.stderr]).toEqual([0, '']);
    expect(fine.stdout).toContain('the site answers there, and is ready');
    const ill = await run({ ...healthy, FLOPMARK_SECRET: 'short' }, '--json');
    expect(ill.code).toBe(1);
    expect(JSON.parse(ill.stdout)).toContainEqual(
      expect.objectContaining({ level: 'fault', code: 'setting' }),
    );
    expect((await run(healthy, '--what')).code).toBe(2);
  });
});
