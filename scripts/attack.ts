// `npm run -s attack`: forgeries against a running server, and a thousand honest devices beside them. A forgery may not reach
// the default board above 1.1 times what it proved, nor L2 without the proof; an honest device may not be refused.
import { parseArgs } from 'node:util';
import { Client } from './attack/client';
import { FORGERIES_OF_FACTS } from './attack/forgeries-of-facts';
import { FORGERIES_OF_TIMES } from './attack/forgeries-of-times';
import { runHonest } from './attack/honest';
import { type AttackResult, harmOf, resultOf } from './attack/report';

const HELP = `Usage: npm run -s attack -- --url URL [--json] [--only TEXT] [--devices N]

Attacks a server started with 'npm start -- --lab' through its public routes, then sends honest simulated devices.

  --url URL      the server, http://localhost:3000
  --json         {attacks: [{name, reached, reason}], honest: {devices, level1, refused}} on stdout
  --only TEXT    the forgeries with TEXT in their names alone
  --devices N    honest devices (1000)
  --help         this text

Ends with 1 if a forgery came too far, an honest device was refused, or fewer than 99.5 % of them reached L1.
`;

const FORGERIES = { ...FORGERIES_OF_TIMES, ...FORGERIES_OF_FACTS };
const LEVEL1_SHARE = 0.995;

async function attackAll(client: Client, only: string): Promise<AttackResult[]> {
  const results: AttackResult[] = [];
  for (const [name, forgery] of Object.entries(FORGERIES)) {
    if (!name.includes(only)) continue;
    const result = await resultOf(client, name, await forgery(client));
    results.push(result);
    const harm = harmOf(result);
    process.stderr.write(
      `${harm === null ? 'ok  ' : 'HARM'} ${result.reached.padEnd(11)} ${name}: ${harm ?? result.reason}\n`,
    );
  }
  return results;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      json: { type: 'boolean' },
      only: { type: 'string', default: '' },
      devices: { type: 'string', default: '1000' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const count = Number(values.devices);
  if (values.url === undefined || !URL.canParse(values.url) || !Number.isInteger(count) || count < 0) {
    process.stderr.write(HELP);
    return 2;
  }
  const client = new Client(values.url.replace(/\/$/, ''));
  const attacks = await attackAll(client, values.only);
  const honest = await runHonest(client, count);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ attacks, honest })}\n`);
  process.stderr.write(
    `${attacks.length} forgeries; honest: ${honest.level1} of ${honest.devices} at level 1 or above, ${honest.refused} refused\n`,
  );
  const harmless = attacks.every((result) => harmOf(result) === null);
  return harmless && honest.refused === 0 && honest.level1 >= LEVEL1_SHARE * honest.devices ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
