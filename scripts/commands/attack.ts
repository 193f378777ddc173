// `attack`: forgeries of every kind against a running server, and two thousand honest devices beside them. A forgery
// may not be attested above what its proof supports for that work, nor be ranked, nor harm anybody, and must be stopped by the
// rule of its kind; an honest device may not be refused, nor wait because of what others sent.
import { allAttacks } from '../attack/all-kinds';
import { Client } from '../attack/client';
import { Forger } from '../attack/forger';
import { PRIVATE_WORKLOAD } from '../attack/forgeries-of-private-outputs';
import { runHonest } from '../attack/honest';
import type { Attack } from '../attack/kinds';
import { inLanes } from '../attack/lanes';
import { type AttackResult, resultOf } from '../attack/report';
import { address, defineCommand, flag, text, whole } from '../command';
import { inLaboratory } from '../site/own-laboratory';

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

export const command = defineCommand({
  options: {
    url: address("instead of its own a server that was started with 'npm start -- --lab'"),
    json: flag('{attacks, honest} on stdout, as said below'),
    only: text('TEXT', 'the forgeries with TEXT in their names or kinds alone', ''),
    devices: whole('N', 'honest devices', 2000, { least: 0 }),
  },
  notes: `Attacks a server of its own through its public routes, then sends honest simulated devices.

JSON: {attacks: [{name, kind, rule, reached, ended, reason, expected}],
       honest: {devices, level1, refused, quarantined, agreed, reasons}}`,
  exits: {
    1:
      'a forgery came too far or was stopped by something else than the rule of its kind, an honest device was refused ' +
      'or waits for a moderator, three networks that agree have no rank, or fewer than 99.5 % of the devices reached L1',
  },
  run: async ({ url: given, json, only, devices }) => {
    const { attacks, honest } = await inLaboratory({ url: given, privateOf: PRIVATE_WORKLOAD }, async (url) => ({
      attacks: await attackAll(url, only),
      honest: await runHonest(new Client(url), devices),
    }));
    if (json) process.stdout.write(`${JSON.stringify({ attacks, honest })}\n`);
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
      honest.refused === 0 &&
      honest.quarantined === 0 &&
      honest.agreed &&
      honest.level1 >= LEVEL1_SHARE * honest.devices;
    return harmless && unharmed ? 0 : 1;
  },
});
