// `npm run -s fuzz`: no input to any edge route yields a 5xx, and no wrong configuration gets as far as listening. Ten thousand
// drawn requests to each route, as many configurations; the first that fails is shrunk to the smallest that still does.
import { parseArgs } from 'node:util';
import { fuzzConfigurations, startWrongly } from './fuzz/configurations';
import { fuzzRoute, type RouteReport } from './fuzz/route';
import { type Target, targets } from './fuzz/targets';
import { inLaboratory } from './own-laboratory';

const HELP = `Usage: npm run -s fuzz [-- --url URL] [--only REGEX] [--requests N] [--seed N] [--json]

Reads N drawn configurations and starts with some wrong ones, then sends N drawn requests to each edge route of a server of
its own and looks for answers of 5xx.

  --url URL       instead of its own a server that was started with 'npm start -- --lab'
  --only REGEX    the routes whose path it matches, as the report names them; 'configuration' is the configurations
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
      url: { type: 'string' },
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
  if ((values.url !== undefined && !URL.canParse(values.url)) || !(count > 0) || !Number.isInteger(seed) || !only) {
    process.stderr.write(HELP);
    return 2;
  }
  if (only.test('configuration')) {
    fuzzConfigurations(count, seed);
    process.stderr.write(`configurations: ${count} read, ${startWrongly()} wrong ones refused at the start\n`);
  }
  async function fuzzAll(url: string, chosen: readonly Target[]): Promise<RouteReport[]> {
    const reports: RouteReport[] = [];
    for (const target of chosen) {
      const report = await fuzzRoute(target, { url, count, seed });
      reports.push(report);
      process.stderr.write(`${report.path}: ${report.requests} requests, ${JSON.stringify(report.statuses)}\n`);
    }
    return reports;
  }
  const chosen = targets().filter(({ path }) => only.test(path));
  const reports = chosen.length === 0 ? [] : await inLaboratory({ url: values.url }, (url) => fuzzAll(url, chosen));
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
