// `operators`: docs/operators.md from the tables of the counter.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from '../command';
import { operatorsPage } from '../oracle/operator-list';
import { root } from '../root';

export const command = defineCommand({
  run: async () => {
    const folder = join(root, 'docs');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'operators.md'), operatorsPage());
    return 0;
  },
});
