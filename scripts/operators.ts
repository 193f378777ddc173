// `npm run -s operators`: writes docs/operators.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorsPage } from './operator-list';
import { root } from './root';

const folder = join(root, 'docs');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'operators.md'), operatorsPage());
