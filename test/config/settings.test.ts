import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Environment,
  faultLine,
  namedOrigin,
  readSiteSettings,
  readStartSettings,
} from '@/lib/config/settings';
import { OTHER_VARIABLES, variables } from '@/lib/config/variables';
import { filesUnder } from '@/scripts/files-under';
import { root } from '@/scripts/root';

const SECRET = 'kZ3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const PREVIOUS = 'aP0jH6gF4dC8yW2rS5lN7bM1tX9qV3zK';
const NETWORK_KEY = 'Qm4Zt8Vb2Nc6Xk1Lj9Hg3Fd7Sa5Pw0Re';
const COMPLETE: Environment = {
  FLOPMARK_SECRET: SECRET,
  FLOPMARK_NETWORK_KEY: NETWORK_KEY,
  FLOPMARK_ORIGIN: 'https://flopmark.example',
  POSTGRES_URL: 'postgres://user:pass@host/database',
};

/** What the start and the running site say of an environment. */
function linesOf(environment: Environment): string[] {
  const [start, site] = [
    readStartSettings(environment),
    readSiteSettings({ ...COMPLETE, ...environment }),
  ];
  const lines = start.ok ? [] : start.error.map(faultLine);
  // A laboratory and its address are matters of the start alone.
  if (!site.ok) expect(lines).toEqual(expect.arrayContaining(site.error.map(faultLine)));
  return lines;
}

it('knows every variable of ours that a test or a command reads', () => {
  const known = [...Object.keys(variables.shape), ...OTHER_VARIABLES];
  const read = ['test', 'scripts', 'lib', 'app']
    .flatMap((folder) => filesUnder(join(root, folder)))
    .filter((path) => /\.(?:ts|tsx|mjs)$/.test(path))
    .flatMap((path) => [
      ...readFileSync(path, 'utf8').matchAll(/\benv(?:ironment)?\.(FLOPMARK_\w+)/g),
    ])
    .map(([, name]) => name);
  expect(read.length).toBeGreaterThan(10);
  expect(read.filter((name) => name === undefined || !known.includes(name))).toEqual([]);
});

describe('a wrong configuration', () => {
  it.each([
    [
      { FLOPMARK_SECRET: '' },
      'FLOPMARK_SECRET is empty: give it at least 32 characters, or unset it.',
    ],
    [{ FLOPMARK_SECRET: 'short' }, 'FLOPMARK_SECRET has 5 characters, and needs at least 32.'],
    [
      { FLOPMARK_SECRET: 'a'.repeat(40) },
      'FLOPMARK_SECRET has too few different characters to be a secret.',
    ],
    [{ FLOPMARK_SECRET: `${SECRET}\n` }, 'FLOPMARK_SECRET begins or ends with white space.'],
    [
      { FLOPMARK_SECRET_PREVIOUS: '' },
      'FLOPMARK_SECRET_PREVIOUS is empty: give it at least 32 characters, or unset it.',
    ],
    [
      { FLOPMARK_SECRET_PREVIOUS: 'old' },
      'FLOPMARK_SECRET_PREVIOUS has 3 characters, and needs at least 32.',
    ],
    [
      { FLOPMARK_SECRET: SECRET, FLOPMARK_SECRET_PREVIOUS: SECRET },
      'FLOPMARK_SECRET_PREVIOUS is the same as FLOPMARK_SECRET: it rotates nothing.',
    ],
    [
      { FLOPMARK_NETWORK_KEY: 'short' },
      'FLOPMARK_NETWORK_KEY has 5 characters, and needs at least 32.',
    ],
    [
      { FLOPMARK_SECRET: SECRET, FLOPMARK_NETWORK_KEY: SECRET },
      'FLOPMARK_NETWORK_KEY is the same as FLOPMARK_SECRET: that one is rotated, and this one never is.',
    ],
    [{ FLOPMARK_BOARD: 'closed' }, "FLOPMARK_BOARD must be public or private, not 'closed'."],
    [
      { FLOPMARK_ADMIN_TOKEN: 'admin' },
      'FLOPMARK_ADMIN_TOKEN has 5 characters, and needs at least 16.',
    ],
    [
      { FLOPMARK_ADMIN_TOKEN: '' },
      'FLOPMARK_ADMIN_TOKEN is empty: give it at least 16 characters, or unset it.',
    ],
    [{ PORT: 'eighty' }, "PORT must be a port number from 1 to 65535, not 'eighty'."],
    [{ PORT: '0' }, "PORT must be a port number from 1 to 65535, not '0'."],
    [{ PORT: '65536' }, "PORT must be a port number from 1 to 65535, not '65536'."],
    [
      { HOST: 'http://x' },
      'HOST must be an address or a name of this machine, such as 127.0.0.1, ::1 or 0.0.0.0.',
    ],
    [
      { FLOPMARK_TRUSTED_PROXIES: 'all' },
      "FLOPMARK_TRUSTED_PROXIES must be the number of proxies in front of this server, from 0 to 8, not 'all'.",
    ],
    [
      { FLOPMARK_TRUSTED_PROXIES: '-1' },
      "FLOPMARK_TRUSTED_PROXIES must be the number of proxies in front of this server, from 0 to 8, not '-1'.",
    ],
    [
      { POSTGRES_URL: 'mysql://user:hunter22@host/db' },
      'POSTGRES_URL must be an address like postgres://user:password@host:5432/database.',
    ],
    [
      { FLOPMARK_TRUSTED_PROXY: '1' },
      'FLOPMARK_TRUSTED_PROXY is no setting of Flopmark; see docs/configuration.md for their names.',
    ],
  ])('%j stops the start with one line', (environment, line) =>
    expect(linesOf(environment)).toEqual([line]),
  );

  it.each([
    'flopmark.example',
    'javascript:alert(1)',
    'ftp://a',
    'https://a/b',
    'https://u:p@a',
    'https://',
    'https://a?b',
  ])('FLOPMARK_ORIGIN=%s is no origin', (origin) => {
    expect(linesOf({ FLOPMARK_ORIGIN: origin })).toEqual([
      expect.stringMatching(/^FLOPMARK_ORIGIN must be http/),
    ]);
    expect(namedOrigin({ FLOPMARK_ORIGIN: origin })).toBeNull();
  });

  it('is told whole', () => {
    const wrong = {
      FLOPMARK_SECRET: 'x',
      FLOPMARK_ADMIN_TOKEN: 'y',
      PORT: 'z',
      FLOPMARK_ORIGIN: 'w',
    };
    expect(linesOf(wrong)).toHaveLength(4);
  });

  it('never repeats a secret', () => {
    const secrets = {
      FLOPMARK_SECRET: 'hunter2',
      FLOPMARK_SECRET_PREVIOUS: 'swordfish',
      FLOPMARK_ADMIN_TOKEN: 'pass',
    };
    const origin = { FLOPMARK_ORIGIN: 'https://user:hunter23@flopmark.example' };
    const said = linesOf({
      ...secrets,
      ...origin,
      POSTGRES_URL: 'mysql://user:hunter22@host/db',
    }).join('\n');
    expect(said).not.toMatch(/hunter2|swordfish|pass\b/);
  });

  it('stops a server that nobody gave what it needs', () => {
    const read = readSiteSettings({});
    expect(read.ok ? [] : read.error.map(({ variable }) => variable)).toEqual([
      'FLOPMARK_SECRET',
      'FLOPMARK_NETWORK_KEY',
      'FLOPMARK_ORIGIN',
      'POSTGRES_URL',
    ]);
  });

  it('keeps a laboratory to this machine', () => {
    expect(readSiteSettings({ ...COMPLETE, FLOPMARK_LAB: '1' }).ok).toBe(false);
    expect(readStartSettings({ FLOPMARK_LAB: '1', HOST: '0.0.0.0' }).ok).toBe(false);
    // Whoever simulates many devices names the network of each.
    expect(readStartSettings({ FLOPMARK_LAB: '1', HOST: '127.0.0.1' })).toMatchObject({
      value: { trustedProxies: 1 },
    });
  });
});

describe('settings', () => {
  it('for a first start ask for nothing', () => {
    expect(readStartSettings({ POSTGRES_URL: '', PATH: '/bin' })).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 3000,
        data: null,
        origin: null,
        secret: null,
        networkKey: null,
        postgresUrl: null,
        adminToken: null,
        metricsToken: null,
        cronSecret: null,
        trustedProxies: 0,
        lab: false,
        board: 'public',
        log: 'errors',
        fsync: false,
        databaseSeconds: 20,
        runtime: 'edge',
      },
    });
  });

  it('of a site hold two secrets while rotating, and its origin as links need it', () => {
    const environment = {
      ...COMPLETE,
      FLOPMARK_SECRET_PREVIOUS: PREVIOUS,
      FLOPMARK_ORIGIN: 'https://Flopmark.example/',
    };
    expect(readSiteSettings(environment)).toMatchObject({
      value: {
        secrets: [SECRET, PREVIOUS],
        networkKey: NETWORK_KEY,
        origin: 'https://flopmark.example',
        trustedProxies: 0,
      },
    });
  });

  it('know a private board', () =>
    expect(readSiteSettings({ ...COMPLETE, FLOPMARK_BOARD: 'private' })).toMatchObject({
      value: { board: 'private' },
    }));

  it('know Vercel, which is one proxy and names the host', () => {
    const vercel = { VERCEL: '1', VERCEL_PROJECT_PRODUCTION_URL: 'flopmark.vercel.app' };
    expect(readSiteSettings({ ...COMPLETE, ...vercel, FLOPMARK_ORIGIN: '' })).toMatchObject({
      value: { origin: 'https://flopmark.vercel.app', trustedProxies: 1 },
    });
  });

  it('prefer the bridge to the database behind it', () => {
    const bridged = {
      DATABASE_BRIDGE: '127.0.0.1:4711',
      DATABASE_BRIDGE_URL: 'postgres://a:b@127.0.0.1/c',
    };
    expect(readSiteSettings({ ...COMPLETE, ...bridged })).toMatchObject({
      value: {
        database: { url: 'postgres://a:b@127.0.0.1/c', bridge: '127.0.0.1:4711', driver: 'vercel' },
      },
    });
  });

  it.each(['::1', '[::1]', '0.0.0.0', 'localhost', 'box.lan'])('listen on %s', (host) =>
    expect(readStartSettings({ HOST: host })).toMatchObject({
      value: { host: host.replace(/[[\]]/g, '') },
    }),
  );
});
