// `npm run -s action`: bundles action/main.ts into action/action.generated.mjs, which GitHub runs as it lies in the repository.
// `--check` writes nothing and ends with 1 where the file is another than its sources would give.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { root } from './root';

const PATH = 'action/action.generated.mjs';
const BANNER = '// Generated from action/main.ts by `npm run -s action`; not to be edited.';

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['action/main.ts'],
    alias: { '@': root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: BANNER },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const text = await bundled();
const path = join(root, PATH);
if (!values.check) {
  writeFileSync(path, text);
  console.log(PATH);
} else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  console.error(`${PATH} is not what its sources give: npm run -s action`);
  process.exitCode = 1;
}
