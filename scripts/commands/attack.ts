// `attack`: forgeries of every kind against a running server, and two thousand honest devices
// beside them. A forgery may not be attested above what its proof supports for that work, nor be
// ranked, nor harm anybody, and must be stopped by the rule of its kind; an honest device may not
// be refused, nor wait because of what others sent.
import { allAttacks } from '../attack/all-kinds';
import { carryOut } from '../attack/carry-out';
import { Client } from '../attack/client';
import { PRIVATE_WORKLOAD } from '../attack/forgeries-of-private-outputs';
import { runHonest } from '../attack/honest';
import type { AttackResult } from '../attack/report';
import { address, defineCommand, flag, text, whole } from '../command';
import { inLaboratory } from '../site/own-laboratory';

const LEVEL1_SHARE = 0.995;

async function attackAll(url: string, only: string): Promise<AttackResult[]> {
  const attacks = await allAttacks(new Client(url));
  const chosen = attacks.filter(({ name, kind }) => name.includes(only) || kind.includes(only));
  return carryOut(url, chosen, ({ name, reached, expected, ended, reason }) => {
    const mark = reached ? 'HARM' : expected ? 'ok  ' : 'ODD ';
    process.stderr.write(`${mark} ${ended.padEnd(11)} ${name}: ${reason}\n`);
  });
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
    const { attacks, honest } = await inLaboratory(
      { url: given, privateOf: PRIVATE_WORKLOAD },
      async (url) => ({
        attacks: await attackAll(url, only),
        honest: await runHonest(new Client(url), devices),
      }),
    );
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
