// `npm run -s attack`: forgeries against a running server, and a thousand honest devices beside them. A forgery may not be
// attested above what its proof supports for that work, nor be ranked without one; an honest device may not be refused.
import { parseArgs } from 'node:util';
import { Client } from './attack/client';
import { Forger } from './attack/forger';
import { FORGERIES_OF_FACTS } from './attack/forgeries-of-facts';
import { forgeriesOfPrivateOutputs } from './attack/forgeries-of-private-outputs';
import { FORGERIES_OF_PROOFS } from './attack/forgeries-of-proofs';
import { FORGERIES_OF_TIMES } from './attack/forgeries-of-times';
import { runHonest } from './attack/honest';
import { inLanes } from './attack/lanes';
import { type AttackResult, resultOf } from './attack/report';

const HELP = `Usage: npm run -s attack -- --url URL [--json] [--only TEXT] [--devices N]

Attacks a server started with 'npm start -- --lab' through its public routes, then sends honest simulated devices.

  --url URL      the server, http://localhost:3000
  --json         {attacks: [{name, reached, reason}], honest: {devices, level1, refused}} on stdout
  --only TEXT    the forgeries with TEXT in their names alone
  --devices N    honest devices (1000)
  --help         this text

Ends with 1 if a forgery came too far, an honest device was refused, or fewer than 99.5 % of them reached L1.
`;

const FORGERIES = { ...FORGERIES_OF_TIMES, ...FORGERIES_OF_FACTS, ...FORGERIES_OF_PROOFS };
const LEVEL1_SHARE = 0.995;

async function attackAll(url: string, only: string): Promise<AttackResult[]> {
  const forgeries = { ...FORGERIES, ...(await forgeriesOfPrivateOutputs(new Client(url))) };
  const chosen = Object.entries(forgeries).filter(([name]) => name.includes(only));
  const results = new Map<string, AttackResult>();
  await inLanes(chosen, async ([name, forgery]) => {
    const forger = new Forger(url);
    const result = await resultOf(forger, name, await forgery(forger), forger.provenGflops);
    results.set(name, result);
    const { reached, ended, reason } = result;
    process.stderr.write(`${reached ? 'HARM' : 'ok  '} ${ended.padEnd(11)} ${name}: ${reason}\n`);
  });
  return chosen.flatMap(([name]) => results.get(name) ?? []);
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
  const url = values.url.replace(/\/$/, '');
  const attacks = await attackAll(url, values.only);
  const honest = await runHonest(new Client(url), count);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ attacks, honest })}\n`);
  process.stderr.write(
    `${attacks.length} forgeries; honest: ${honest.level1} of ${honest.devices} at level 1 or above, ${honest.refused} refused\n`,
  );
  const harmless = attacks.every(({ reached }) => !reached);
  return harmless && honest.refused === 0 && honest.level1 >= LEVEL1_SHARE * honest.devices ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
