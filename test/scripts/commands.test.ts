// Every command is in the catalogue, explains itself, and refuses what it does not know: without
// this a new file would be a command that nobody finds.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, entryOf, listing } from '@/scripts/catalogue';
import {
  argumentList,
  defineCommand,
  flag,
  list,
  text,
  UsageError,
  whole,
} from '@/scripts/command';
import { root } from '@/scripts/root';
import { listenTo } from '../support/run-command';

const NAMES = Object.values(CATALOGUE).flatMap((section) => Object.keys(section));

/** Files that define a command, as the names under which the catalogue has them. */
const defined = ['commands', 'commands/zoo', 'measure'].flatMap((folder) =>
  readdirSync(join(root, 'scripts', folder))
    .filter((name) => name.endsWith('.ts'))
    .filter((name) =>
      /^export const command\b/m.test(readFileSync(join(root, 'scripts', folder, name), 'utf8')),
    )
    .map((name) => `${folder.replace(/^commands\/?/, '')} ${name.replace(/\.ts$/, '')}`.trim()),
);

const flopmark = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/run.mjs', ...args], { cwd: root, encoding: 'utf8' });

describe('the catalogue', () => {
  it('names every file that defines a command, and nothing else', () => {
    expect(defined.toSorted()).toEqual(NAMES.toSorted());
  });

  it('has a sentence for each', () => {
    for (const name of NAMES) expect(entryOf(name)?.summary, name).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('lists a group alone', () => {
    expect(listing('zoo ')).toContain('zoo pin');
    expect(listing('zoo ')).not.toContain('flops');
  });
});

describe('the entry', () => {
  it('lists every command on stdout', () => {
    const { status, stdout } = flopmark('--help');
    expect(status).toBe(0);
    for (const name of NAMES) expect(stdout).toContain(`  ${name} `);
  });

  it('says of a name that it does not know where the names are', () => {
    const { status, stdout, stderr } = flopmark('mesure', 'page');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain("there is no command 'mesure page'");
    expect(stderr).toContain('flopmark -- --help');
  });
});

describe('a command', () => {
  const sum = defineCommand({
    args: { names: argumentList('NAME', 'whom it is about', 1) },
    options: {
      times: whole('N', 'how often', 2, { most: 9 }),
      out: text('FILE', 'where to'),
      kinds: list('kinds', ['a'], (part) => part.length === 1),
      json: flag('as JSON'),
    },
    notes: 'It is an example.',
    exits: { 3: 'a limit is exceeded' },
    run: async ({ names, times, out, kinds, json }) => {
      if (json && out === undefined) throw new UsageError('--json needs --out');
      console.log(JSON.stringify({ names, times, out, kinds, json }));
      return 3;
    },
  });

  const run = (...args: string[]) => listenTo(() => sum.run('sum', 'Adds.', args));

  it('has its values by kind, and ends as it says', async () => {
    expect(await run('x', 'y', '--kinds', 'a, b', '--times', '9')).toMatchObject({
      status: 3,
      stdout: `${JSON.stringify({ names: ['x', 'y'], times: 9, kinds: ['a', 'b'], json: false })}\n`,
    });
    expect(JSON.parse((await run('x')).stdout)).toEqual({
      names: ['x'],
      times: 2,
      kinds: ['a'],
      json: false,
    });
  });

  it('writes its usage from what it takes', async () => {
    const { status, stdout } = await run('--help');
    expect(status).toBe(0);
    for (const words of [
      'flopmark -- sum',
      '<NAME...>',
      '--times <N>',
      'how often (2)',
      'It is an example.',
      '3 a limit',
    ])
      expect(stdout).toContain(words);
  });

  it.each([
    [[], "missing required argument 'NAME'"],
    [['x', '--fast'], "unknown option '--fast'"],
    [['x', '--times', '0'], "--times: takes a whole number from 1 to 9, not '0'"],
    [['x', '--times', '1e1'], "--times: takes a whole number from 1 to 9, not '1e1'"],
    [['x', '--kinds', 'a,bb'], "--kinds: there is no 'bb'"],
    [['x', '--json'], '--json needs --out'],
  ])('refuses %j with 2 and its usage on stderr', async (args, words) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toContain('--times <N>');
  });
});

describe('npm scripts', () => {
  it('are those that people type every day; all else is a name of flopmark', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: object;
    };
    const daily = [
      'start',
      'test',
      'dev',
      'build',
      'lint',
      'format',
      'types',
      'pack',
      'load',
      'flopmark',
      'flops',
      'predict',
      'zoo',
    ];
    const measuring = [
      'bench',
      'bench:truth',
      'bench:flops',
      'bench:predict',
      'device',
      'attack',
      'fuzz',
      'snapshot',
    ];
    const known = new Set([...daily, ...measuring, 'screenshots']);
    expect(Object.keys(scripts).filter((name) => !known.has(name))).toEqual([]);
  });
});
