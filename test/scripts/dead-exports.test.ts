// What nothing uses is found by the suite `lint`: knip is among its commands, and by the settings
// of the repository it finds an export and a file that are planted.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LINTERS } from '@/scripts/commands/test';
import { root } from '@/scripts/root';

it('lint looks for rules, dead exports and repeated code', () => {
  expect(LINTERS).toEqual({ biome: ['check', '.'], knip: [], jscpd: [] });
});

it('a planted export and a planted file are found', () => {
  const house = mkdtempSync(join(tmpdir(), 'flopmark-knip-'));
  try {
    cpSync(join(root, 'knip.json'), join(house, 'knip.json'));
    const files = {
      'package.json': '{ "name": "house", "type": "module" }',
      'lib/package/index.ts': "import { used } from '../core/units';\nused();\n",
      'lib/core/units.ts': 'export const used = () => 1;\nexport const planted = 2;\n',
      'lib/core/unread.ts': 'export const alone = 3;\n',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(house, path, '..'), { recursive: true });
      writeFileSync(join(house, path), text);
    }
    const { status, stdout } = spawnSync(
      join(root, 'node_modules/.bin/knip'),
      ['--directory', house, '--no-config-hints'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^planted .*lib\/core\/units\.ts/m);
    expect(stdout).toMatch(/^lib\/core\/unread\.ts/m);
    expect(stdout).not.toMatch(/^used /m);
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
});
