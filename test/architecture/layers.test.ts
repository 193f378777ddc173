// Reads every import and checks it against the way of imports (README.md, "How it is built"):
// downward only, and never in a circle. A new folder in lib/ must be given its place in imports.ts
// before anything compiles green.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '@/scripts/root';
import {
  brokenLayers,
  brokenRoutes,
  cyclesIn,
  MAY_IMPORT,
  REPOSITORY,
  type Sources,
} from './imports';

/** The repository and a file that is not in it. */
const withFile = (path: string, text: string): Sources => ({
  files: [...REPOSITORY.files, path],
  textOf: (file) => (file === path ? text : REPOSITORY.textOf(file)),
});

describe('way of imports', () => {
  it('gives every folder of lib a place', () => {
    const folders = readdirSync(join(root, 'lib')).filter((name) =>
      statSync(join(root, 'lib', name)).isDirectory(),
    );
    expect(folders.filter((name) => !(`lib/${name}` in MAY_IMPORT))).toEqual([]);
  });

  it('is downward only', () => {
    expect(brokenLayers(REPOSITORY)).toEqual([]);
  });

  it('leads from no route into the folder of another', () => {
    expect(brokenRoutes(REPOSITORY)).toEqual([]);
  });

  it('never goes in a circle', () => {
    expect(cyclesIn(REPOSITORY)).toEqual([]);
  });

  it('imports onnxruntime-web only in lib/ort', () => {
    const users = REPOSITORY.files.filter(
      (file) =>
        /from ['"]onnxruntime-web/.test(REPOSITORY.textOf(file)) &&
        !/^(lib\/ort|test|scripts)\//.test(file),
    );
    expect(users).toEqual([]);
  });
});

describe('a planted import', () => {
  it('that goes up is found', () => {
    const planted = withFile('lib/core/planted.ts', "import { gradeOf } from '../bench/quality';");
    expect(brokenLayers(planted)).toEqual(['lib/core/planted.ts → lib/bench/quality']);
  });

  it('from one route into another is found', () => {
    const planted = withFile('app/models/planted.ts', "import { plan } from '@/app/run/options';");
    expect(brokenRoutes(planted)).toEqual(['app/models/planted.ts → app/run/options']);
  });

  it('that closes a circle is found', () => {
    const closing = REPOSITORY.textOf('lib/core/prng.ts');
    const planted: Sources = {
      files: [...REPOSITORY.files, 'lib/core/planted.ts'],
      textOf: (file) => {
        if (file === 'lib/core/planted.ts') return "import { createPrng } from './prng';";
        return file === 'lib/core/prng.ts'
          ? `import './planted';\n${closing}`
          : REPOSITORY.textOf(file);
      },
    };
    expect(cyclesIn(planted)).toContain('lib/core/planted.ts, lib/core/prng.ts');
  });
});
