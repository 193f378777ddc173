// Configurations that are wrong, drawn from what operators mistype: each must be refused with a
// line for every fault before anything listens, and a right one must not. Thousands are read as the
// start reads them; some are really started with.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { faultLine, readSiteSettings, readStartSettings } from '@/lib/config/settings';
import { root } from '../root';

const SECRET = 'kZ3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const NETWORK_KEY = 'nK7wE2rT9yU4iO1pA6sD8fG3hJ5kL0zX';

interface Values {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

const SECRETS: Values = {
  right: [SECRET.toUpperCase(), `${SECRET}${SECRET}`],
  wrong: [
    '',
    'short',
    'a'.repeat(64),
    ` ${SECRET}`,
    `${SECRET}\n`,
    'abcabcabcabcabcabcabcabcabcabcabcabc',
  ],
};

const VARIABLES: Readonly<Record<string, Values>> = {
  PORT: {
    right: ['3000', '80', '65535'],
    wrong: ['0', '65536', '-1', 'eighty', '3000.5', '3e3', ' 3000', '3000;ls', '0x50', '٣٠٠٠'],
  },
  HOST: {
    right: ['127.0.0.1', '0.0.0.0', '::1', '[::1]', 'localhost', 'box.lan'],
    wrong: ['http://x', 'a b', '-x', 'x-', 'a..b', '127.0.0.1:3000', '\u202ehost', '[::1', 'x/y'],
  },
  FLOPMARK_ORIGIN: {
    right: ['https://flopmark.example', 'http://localhost:3000', 'https://a.example/'],
    wrong: [
      'flopmark.example',
      'javascript:alert(1)',
      'https://',
      'https://a/b',
      'https://u:p@a',
      'https://a?b',
      'https://a#b',
      'ftp://a',
      'https://a:99999',
      'https://a b',
      'data:text/html,x',
      '//a.example',
    ],
  },
  FLOPMARK_TRUSTED_PROXIES: {
    right: ['0', '1', '8'],
    wrong: ['-1', '9', 'all', 'true', '1.0', '1,2', '1 '],
  },
  FLOPMARK_SECRET: { right: [SECRET], wrong: SECRETS.wrong },
  FLOPMARK_SECRET_PREVIOUS: SECRETS,
  FLOPMARK_NETWORK_KEY: { right: [NETWORK_KEY], wrong: SECRETS.wrong },
  FLOPMARK_BOARD: { right: ['public', 'private'], wrong: ['open', 'Private', '1'] },
  FLOPMARK_METRICS_TOKEN: {
    right: ['the-token-of-the-metrics'],
    wrong: ['', 'metrics', 'mmmmmmmmmmmmmmmmmmmm'],
  },
  FLOPMARK_DATABASE_SECONDS: { right: ['1', '600'], wrong: ['0', '601', '-5', 'soon', '1.5'] },
  FLOPMARK_FSYNC: { right: ['on', 'off'], wrong: ['yes', 'true', '1'] },
  FLOPMARK_DRIVER: { right: [], wrong: ['mysql', 'sqlite'] },
  FLOPMARK_LOG: { right: [], wrong: ['loud', 'true'] },
  FLOPMARK_ADMIN_TOKEN: {
    right: ['the-token-of-the-moderators'],
    wrong: ['', 'admin', 'hunter2', 'aaaaaaaaaaaaaaaaaaaa', ' the-token-of-the-moderators'],
  },
  POSTGRES_URL: {
    right: ['postgres://u:p@host:5432/db', 'postgresql://host/db'],
    wrong: ['mysql://u:p@host/db', 'host:5432', 'postgres:', 'http://host/db', 'postgres'],
  },
  FLOPMARK_LAB: { right: [], wrong: ['true', '0', 'yes'] },
  FLOPMARK_DEMO: { right: [], wrong: ['true', '0', 'on'] },
  FLOPMARK_SECRETS: { right: [], wrong: [SECRET] },
  FLOPMARK_ADMIN: { right: [], wrong: ['the-token-of-the-moderators'] },
  FLOPMARK_TRUSTED_PROXY: { right: [], wrong: ['1'] },
};

interface Drawn {
  readonly environment: Readonly<Record<string, string>>;
  /** The variables that are wrong. */
  readonly wrong: readonly string[];
}

const drawn: fc.Arbitrary<Drawn> = fc
  .subarray(Object.keys(VARIABLES))
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => {
        const { right, wrong } = VARIABLES[name] ?? { right: [], wrong: [] };
        return fc
          .constantFrom(
            ...right.map((value) => [value, false] as const),
            ...wrong.map((value) => [value, true] as const),
          )
          .map(([value, isWrong]) => ({ name, value, isWrong }));
      }),
    ),
  )
  .map((all) => ({
    environment: Object.fromEntries(all.map(({ name, value }) => [name, value])),
    wrong: all.filter(({ isWrong }) => isWrong).map(({ name }) => name),
  }));

/** Of what a server elsewhere must be given besides. */
const COMPLETE = {
  FLOPMARK_SECRET: SECRET,
  FLOPMARK_NETWORK_KEY: NETWORK_KEY,
  FLOPMARK_ORIGIN: 'https://flopmark.example',
  POSTGRES_URL: 'postgres://u:p@host/db',
};

const same = (found: readonly string[], wanted: readonly string[]): boolean =>
  new Set([...found, ...wanted]).size === new Set(wanted).size &&
  new Set(found).size === new Set(wanted).size;

/** Every fault is told, nothing else is, and no line holds what is secret or breaks into two. */
function isToldRight({ environment, wrong }: Drawn): boolean {
  const settings = [
    readStartSettings(environment),
    readSiteSettings({ ...COMPLETE, ...environment }),
  ];
  return settings.every((read, at) => {
    // Whether it is a laboratory is said to the start on its command line.
    const wanted = at === 0 ? wrong.filter((name) => name !== 'FLOPMARK_LAB') : wrong;
    const faults = read.ok ? [] : read.error;
    const lines = faults.map(faultLine);
    const secrets = Object.entries(environment).filter(
      ([name, value]) => value.length > 3 && (/SECRET|TOKEN|KEY/.test(name) || value.includes('@')),
    );
    return (
      same(
        faults.map(({ variable }) => variable),
        wanted,
      ) &&
      lines.every(
        (line) => !line.includes('\n') && secrets.every(([, value]) => !line.includes(value)),
      )
    );
  });
}

/** Throws with the smallest configuration that is read wrongly. */
export function fuzzConfigurations(count: number, seed: number): void {
  fc.assert(fc.property(drawn, isToldRight), { numRuns: count, seed });
}

/** One after another: each is a process. */
const START_LIMIT_MS = 60_000;

/**
 * Starts with one wrong value of every variable at a time. @throws Error for a start that was not
 * refused in one line.
 */
export function startWrongly(): number {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-wrong-'));
  let starts = 0;
  try {
    for (const [name, { wrong }] of Object.entries(VARIABLES)) {
      const [value] = wrong;
      if (value === undefined || name === 'FLOPMARK_LAB') continue;
      const data = join(folder, name);
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, 'scripts/start.mjs')],
        {
          cwd: root,
          env: { ...process.env, FLOPMARK_DATA: data, [name]: value },
          encoding: 'utf8',
          timeout: START_LIMIT_MS,
        },
      );
      starts += 1;
      const lines = stderr.split('\n').filter((line) => line.startsWith(`${name} `));
      if (status !== 1 || lines.length !== 1 || stdout.includes('ready') || existsSync(data))
        throw new Error(
          `${name}=${JSON.stringify(value)}: exit ${status}, ${JSON.stringify(`${stdout}${stderr}`.slice(0, 400))}`,
        );
    }
    return starts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
