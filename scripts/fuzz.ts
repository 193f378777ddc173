// `npm run -s fuzz`: no input to any edge route yields a 5xx. Ten thousand drawn requests to each route of a running server;
// the first that fails is shrunk to the smallest that still does.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { askChallenge } from '@/test/support/api';
import { hugeRequests, requestTo, trickyQueries } from './fuzz/requests';
import { send } from './fuzz/send';
import { targets } from './fuzz/targets';

const HELP = `Usage: npm run -s fuzz [-- --url URL] [--only REGEX] [--requests N] [--seed N] [--json]

Sends N drawn requests to each edge route of a server started with 'npm start -- --lab' and looks for answers of 5xx.

  --url URL       the server, http://localhost:3000
  --only REGEX    the routes whose path it matches, as the report names them
  --requests N    requests for each route (10000)
  --seed N        of the draw; the same seed sends the same requests
  --json          [{path, requests, statuses}] on stdout
  --help          this text
`;

/** Drawn requests are sent in this many lanes. */
const LANES = 4;

interface Plan {
  readonly url: string;
  readonly only: RegExp;
  readonly count: number;
  readonly seed: number;
}

interface Report {
  readonly path: string;
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
}

async function fuzz({ url, only, count, seed }: Plan): Promise<readonly Report[]> {
  const { ticket, goldenIndex } = await askChallenge(url);
  const reports: Report[] = [];
  for (const target of targets(ticket, goldenIndex).filter(({ path }) => only.test(path))) {
    const statuses: Record<string, number> = {};
    let requests = 0;
    const holds = async (one: Parameters<typeof send>[1]): Promise<boolean> => {
      const status = await send(url, one);
      requests += 1;
      statuses[status] = (statuses[status] ?? 0) + 1;
      return status < 500;
    };
    for (const one of [...trickyQueries(target), ...hugeRequests(target)]) {
      if (!(await holds(one))) throw new Error(`${one.method} ${one.path}: 5xx`);
    }
    await Promise.all(
      Array.from({ length: LANES }, (_, lane) =>
        fc.assert(fc.asyncProperty(requestTo(target), holds), {
          numRuns: Math.ceil(count / LANES),
          seed: seed + lane,
        }),
      ),
    );
    reports.push({ path: target.path, requests, statuses });
    process.stderr.write(`${target.path}: ${requests} requests, ${JSON.stringify(statuses)}\n`);
  }
  return reports;
}

function expressionOf(text: string): RegExp | null {
  try {
    return new RegExp(text);
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      only: { type: 'string', default: '.' },
      requests: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [count, seed, only] = [Number(values.requests), Number(values.seed), expressionOf(values.only)];
  if (!URL.canParse(values.url) || !(count > 0) || !Number.isInteger(seed) || !only) {
    process.stderr.write(HELP);
    return 2;
  }
  const reports = await fuzz({ url: values.url.replace(/\/$/, ''), only, count, seed });
  if (values.json === true) process.stdout.write(`${JSON.stringify(reports)}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
process.exit();
