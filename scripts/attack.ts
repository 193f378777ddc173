// `npm run -s attack`: forgeries of every kind against a running server, and two thousand honest devices beside them. A forgery
// may not be attested above what its proof supports for that work, nor be ranked, nor harm anybody, and must be stopped by the
// rule of its kind; an honest device may not be refused, nor wait because of what others sent.
import { parseArgs } from 'node:util';
import { allAttacks } from './attack/all-kinds';
import { Client } from './attack/client';
import { Forger } from './attack/forger';
import { PRIVATE_WORKLOAD } from './attack/forgeries-of-private-outputs';
import { runHonest } from './attack/honest';
import type { Attack } from './attack/kinds';
import { inLanes } from './attack/lanes';
import { type AttackResult, resultOf } from './attack/report';
import { inLaboratory } from './own-laboratory';

const HELP = `Usage: npm run -s attack [-- --url URL] [--json] [--only TEXT] [--devices N]

Attacks a server of its own through its public routes, then sends honest simulated devices.

  --url URL      instead of its own a server that was started with 'npm start -- --lab'
  --json         {attacks: [{name, kind, rule, reached, ended, reason, expected}],
                  honest: {devices, level1, refused, quarantined, agreed, reasons}} on stdout
  --only TEXT    the forgeries with TEXT in their names or kinds alone
  --devices N    honest devices (2000)
  --help         this text

Ends with 1 if a forgery came too far or was stopped by something else than the rule of its kind, if an honest device was
refused or waits for a moderator, if three networks that agree have no rank, or if fewer than 99.5 % of the devices reached L1.
`;

const LEVEL1_SHARE = 0.995;

/** An attack that could not be carried out says nothing of its rule. */
async function carriedOut(forger: Forger, attack: Attack): Promise<AttackResult> {
  try {
    return await resultOf(forger, attack, await attack.forgery(forger), forger.provenGflops);
  } catch (error) {
    const { name, kind, rule } = attack;
    const reason = `could not be carried out: ${error instanceof Error ? error.message : error}`;
    return { name, kind, rule, reached: false, expected: false, ended: 'held', reason };
  }
}

async function attackAll(url: string, only: string): Promise<AttackResult[]> {
  const attacks = await allAttacks(new Client(url));
  const chosen = attacks.filter(({ name, kind }) => name.includes(only) || kind.includes(only));
  const results = new Map<string, AttackResult>();
  await inLanes(chosen, async (attack) => {
    const forger = new Forger(url);
    const result = await carriedOut(forger, attack);
    results.set(attack.name, result);
    const { reached, expected, ended, reason } = result;
    const mark = reached ? 'HARM' : expected ? 'ok  ' : 'ODD ';
    process.stderr.write(`${mark} ${ended.padEnd(11)} ${attack.name}: ${reason}\n`);
  });
  return chosen.flatMap(({ name }) => results.get(name) ?? []);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      json: { type: 'boolean' },
      only: { type: 'string', default: '' },
      devices: { type: 'string', default: '2000' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const count = Number(values.devices);
  if ((values.url !== undefined && !URL.canParse(values.url)) || !Number.isInteger(count) || count < 0) {
    process.stderr.write(HELP);
    return 2;
  }
  const { attacks, honest } = await inLaboratory({ url: values.url, privateOf: PRIVATE_WORKLOAD }, async (url) => ({
    attacks: await attackAll(url, values.only),
    honest: await runHonest(new Client(url), count),
  }));
  if (values.json === true) process.stdout.write(`${JSON.stringify({ attacks, honest })}\n`);
  const kinds = new Set(attacks.map(({ kind }) => kind)).size;
  const reached = attacks.filter((one) => one.reached).length;
  const odd = attacks.filter((one) => !one.reached && !one.expected).length;
  process.stderr.write(
    `${attacks.length} forgeries in ${kinds} kinds: ${reached} came too far, ${odd} were stopped by something else; ` +
      `honest: ${honest.level1} of ${honest.devices} at level 1 or above, ${honest.refused} refused, ` +
      `${honest.quarantined} wait, networks that agree are ${honest.agreed ? '' : 'not '}ranked\n`,
  );
  const harmless = reached === 0 && odd === 0;
  const unharmed =
    honest.refused === 0 && honest.quarantined === 0 && honest.agreed && honest.level1 >= LEVEL1_SHARE * honest.devices;
  return harmless && unharmed ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
