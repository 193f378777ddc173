// `action`: bundles action/main.ts into action/action.generated.mjs, which GitHub runs as it lies
// in the repository. `--check` compares instead.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { defineCommand, flag } from '../command';
import { root } from '../root';

const PATH = 'action/action.generated.mjs';
const BANNER =
  '// Generated from action/main.ts by `npm run -s flopmark -- action`; not to be edited.';

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

export const command = defineCommand({
  options: { check: flag('writes nothing, and compares') },
  exits: { 1: 'the file is another than its sources would give' },
  run: async ({ check }) => {
    const text = await bundled();
    const path = join(root, PATH);
    if (!check) {
      writeFileSync(path, text);
      console.log(PATH);
      return 0;
    }
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return 0;
    console.error(`${PATH} is not what its sources give: npm run -s flopmark -- action`);
    return 1;
  },
});
