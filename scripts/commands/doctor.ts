// `npm run -s flopmark -- doctor`: what is wrong with an instance, and what to do.
import { defineCommand, flag } from '../command';
import { diagnose } from '../doctor/diagnose';
import type { Finding } from '../doctor/finding';

const NOTES = `With the environment that npm start would have are checked: Node, the settings, the data folder and
its disk, the secrets, the database (reachable, rights, version, migrations, clock), and the public
address
(FLOPMARK_ORIGIN), which is asked as a visitor would: whether this instance answers there, how many
proxies are
on the way, and whether they leave the headers alone that pages need. The site may run, and should.
Nothing is
changed.`;

const MARKS: Readonly<Record<Finding['level'], string>> = {
  good: 'good   ',
  warning: 'WARNING',
  fault: 'FAULT  ',
};

const human = ({ subject, level, words, remedy }: Finding): string =>
  `${MARKS[level]}  ${subject.padEnd(13)}  ${words}${remedy === null ? '' : `\n${' '.repeat(26)}→ ${remedy}`}`;

export const command = defineCommand({
  options: { json: flag('the findings as JSON') },
  notes: NOTES,
  exits: { 1: 'a fault' },
  run: async ({ json }) => {
    const findings = await diagnose({
      environment: process.env,
      nodeVersion: process.versions.node,
    });
    console.log(json ? JSON.stringify(findings, null, 1) : findings.map(human).join('\n'));
    return findings.some(({ level }) => level === 'fault') ? 1 : 0;
  },
});
