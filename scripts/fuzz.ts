// `npm run -s fuzz`: no input to any edge route yields a 5xx. Ten thousand drawn requests to each route of a running server;
// the first that fails is shrunk to the smallest that still does.
import { parseArgs } from 'node:util';
import { fuzzRoute, type RouteReport } from './fuzz/route';
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
  const url = values.url.replace(/\/$/, '');
  const reports: RouteReport[] = [];
  for (const target of targets().filter(({ path }) => only.test(path))) {
    const report = await fuzzRoute(target, { url, count, seed });
    reports.push(report);
    process.stderr.write(`${report.path}: ${report.requests} requests, ${JSON.stringify(report.statuses)}\n`);
  }
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
