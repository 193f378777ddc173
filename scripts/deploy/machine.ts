// One machine as docs/deploy.md has it: nginx with TLS and HTTP/2, two processes, a plain
// Postgres. Tried from nothing: the units are checked, a run goes through the proxy, and one
// process after the other is killed while the site is read and written.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MANIFEST } from '@/lib/models/manifest';
import type { ChallengeResponse } from '@/lib/submission/schema';
import { honestSubmission } from '@/scripts/client/submission';
import { freePort } from '@/scripts/site/free-port';
import { type Site, startSite } from '@/scripts/site/site';
import { root } from '../root';
import { type Check, check } from './check';
import { startDebianPostgres } from './debian-postgres';
import { type Answer, type FrontProxy, startProxy } from './proxy';

const SECRET = 'kZ3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const NETWORK_KEY = 'nK3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const UNITS = ['flopmark.service', 'flopmark-upkeep.service', 'flopmark-upkeep.timer'] as const;
const KILLED_EVERY_MS = 20_000;
const READS_PER_SECOND = 20;
/** Of all requests, while processes die. */
const MOST_FAILED = 0.001;

/** systemd's own reading of the units, whatever it is that runs here. */
function checkUnits(): Check[] {
  return UNITS.map((unit) => {
    const { stderr } = spawnSync('systemd-analyze', ['verify', join(root, 'deploy', unit)], {
      encoding: 'utf8',
    });
    // The checkout need not lie in /opt/flopmark here.
    const said = stderr
      .split('\n')
      .filter((line) => line.includes(unit) && !/is not executable|No such file/.test(line));
    return check(`systemd reads ${unit}`, said.length === 0, said[0] ?? 'nothing to say');
  });
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const ENTRIES = [...MANIFEST.values()].slice(0, 2);
/** Longer than what the fixture claims to have measured. */
const MEASURED_MS = 1_000;

interface Published {
  readonly answers: readonly Answer[];
  readonly id: string | null;
}

/** A run as the page publishes it: what is not answered is sent again, the same. */
async function publish({ ask }: FrontProxy, index: number): Promise<Published> {
  const submitterKey = `k${index}`.padEnd(43, 'k');
  const answers: Answer[] = [];
  const send = async (path: string, body: unknown): Promise<Answer> => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await ask(path, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(body),
      });
      answers.push(answer);
      if (answer.status === 201 || attempt === 3) return answer;
      await sleep(500);
    }
  };
  const asked = await send('/api/v1/challenges', { suite: 'smoke', submitterKey });
  if (asked.status !== 201) return { answers, id: null };
  const { ticket, goldenIndex } = JSON.parse(asked.text) as ChallengeResponse;
  await sleep(MEASURED_MS);
  const stored = await send('/api/v1/runs', {
    ...honestSubmission(ENTRIES, ticket, goldenIndex),
    submitterKey,
  });
  return {
    answers,
    id: stored.status === 201 ? (JSON.parse(stored.text) as { id: string }).id : null,
  };
}

async function checkProxy(proxy: FrontProxy, plainPort: number): Promise<Check[]> {
  const front = await proxy.ask('/', { headers: { 'Accept-Encoding': 'gzip' } });
  const left = async (): Promise<number> =>
    Number(/r=(\d+)/.exec(String((await proxy.ask('/api/v1/board')).headers.ratelimit))?.[1]);
  const counts = [await left(), await left(), await left(), await left()];
  const version = execFileSync(
    'curl',
    ['-so', '/dev/null', '-w', '%{http_version}', '--cacert', proxy.certificate, `${proxy.url}/`],
    { encoding: 'utf8' },
  );
  const plain = await fetch(`http://127.0.0.1:${plainPort}/run`, { redirect: 'manual' });
  const isolated = await proxy.ask('/run');
  const first = await publish(proxy, 0);
  return [
    check(
      'the front page, compressed',
      front.status === 200 && front.headers['content-encoding'] === 'gzip',
      front.status,
    ),
    check('HTTP/2', version === '2', version),
    check('http goes to https', plain.status === 308, plain.status),
    check(
      'browsers are told to stay',
      front.headers['strict-transport-security'] !== undefined,
      String(front.headers['strict-transport-security']),
    ),
    check(
      '/run is isolated',
      isolated.headers['cross-origin-opener-policy'] === 'same-origin',
      String(isolated.headers['cross-origin-opener-policy']),
    ),
    check(
      'limits are counted by all processes together',
      counts.every((count, i) => i === 0 || count === (counts[i - 1] ?? 0) - 1),
      counts.join(', '),
    ),
    check('a run is published', first.id !== null, first.answers.at(-1)?.status ?? 0),
  ];
}

function checkDoctor(proxy: FrontProxy, data: string, postgresUrl: string): Check {
  const env = {
    ...process.env,
    FLOPMARK_DATA: data,
    POSTGRES_URL: postgresUrl,
    FLOPMARK_SECRET: SECRET,
    FLOPMARK_NETWORK_KEY: NETWORK_KEY,
    FLOPMARK_ORIGIN: proxy.url,
    FLOPMARK_TRUSTED_PROXIES: '1',
    NODE_EXTRA_CA_CERTS: proxy.certificate,
  };
  const { status, stdout } = spawnSync(process.execPath, ['scripts/run.mjs', 'doctor'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  const said = stdout.split('\n').filter((line) => /^(?:FAULT|WARNING)/.test(line));
  return check('the doctor finds nothing', status === 0, said.join('; ') || 'all good');
}

/**
 * Reads and publishes for so long, while one process after the other is killed and started again.
 */
async function checkUnderKills(
  proxy: FrontProxy,
  sites: Site[],
  again: (index: number) => Promise<Site>,
  seconds: number,
): Promise<Check[]> {
  const until = Date.now() + seconds * 1000;
  const answers: Answer[] = [];
  const acknowledged: string[] = [];
  const paths = ['/', '/models', '/api/v1/board', '/badge/model/resnet50-fp32.svg', '/insights'];
  const reads = async (): Promise<void> => {
    const sent: Promise<void>[] = [];
    for (let index = 0; Date.now() < until; index += 1) {
      sent.push(
        proxy.ask(paths[index % paths.length] ?? '/').then((answer) => void answers.push(answer)),
      );
      await sleep(1000 / READS_PER_SECOND);
    }
    await Promise.all(sent);
  };
  const writes = async (): Promise<void> => {
    const sent: Promise<void>[] = [];
    for (let index = 1; Date.now() < until; index += 1) {
      sent.push(
        publish(proxy, index).then((published) => {
          answers.push(...published.answers);
          if (published.id !== null) acknowledged.push(published.id);
        }),
      );
      await sleep(1000);
    }
    await Promise.all(sent);
  };
  let killed = 0;
  const kills = async (): Promise<void> => {
    while (Date.now() + KILLED_EVERY_MS < until) {
      await sleep(KILLED_EVERY_MS);
      const index = killed % sites.length;
      killed += 1;
      sites[index]?.process.kill('SIGKILL');
      await sites[index]?.stop();
      await sleep(200);
      sites[index] = await again(index);
    }
  };
  await Promise.all([reads(), writes(), kills()]);
  const failed = answers.filter(({ status }) => status !== 200 && status !== 201);
  let lost = 0;
  for (const id of acknowledged)
    if ((await proxy.ask(`/api/v1/runs/${id}`)).status !== 200) lost += 1;
  const share = failed.length / answers.length;
  const statuses = [...new Set(failed.map(({ status, text }) => `${status} ${text.slice(0, 60)}`))]
    .slice(0, 5)
    .join('; ');
  return [
    check(
      `of ${answers.length} requests at most ${100 * MOST_FAILED} % fail while ${killed} processes are killed`,
      share <= MOST_FAILED,
      `${failed.length} failed${failed.length > 0 ? ` (${statuses})` : ''}`,
    ),
    check(
      'no acknowledged run is lost',
      lost === 0 && acknowledged.length > 0,
      `${lost} of ${acknowledged.length}`,
    ),
    check(
      'ids are distinct',
      new Set(acknowledged).size === acknowledged.length,
      acknowledged.length,
    ),
  ];
}

export async function tryMachine(seconds: number): Promise<Check[]> {
  const postgres = startDebianPostgres(await freePort());
  const ports = [await freePort(), await freePort()];
  const [port, plainPort] = [await freePort(), await freePort()];
  const env = {
    POSTGRES_URL: postgres.url,
    FLOPMARK_SECRET: SECRET,
    FLOPMARK_NETWORK_KEY: NETWORK_KEY,
    FLOPMARK_ORIGIN: `https://localhost:${port}`,
    FLOPMARK_TRUSTED_PROXIES: '1',
  };
  const start = (index: number): Promise<Site> => startSite({ port: ports[index] ?? 0, env });
  const sites: Site[] = [];
  let proxy: FrontProxy | null = null;
  try {
    sites.push(...(await Promise.all(ports.map((_, index) => start(index)))));
    proxy = await startProxy(port, plainPort, ports);
    return [
      ...checkUnits(),
      check('Postgres', true, `Debian’s ${postgres.version}`),
      ...(await checkProxy(proxy, plainPort)),
      checkDoctor(proxy, sites[0]?.data ?? '', postgres.url),
      ...(await checkUnderKills(proxy, sites, start, seconds)),
    ];
  } finally {
    await proxy?.stop();
    await Promise.all(sites.map((site) => site.stop()));
    postgres.stop();
  }
}
