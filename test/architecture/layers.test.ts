// Reads every import and checks it against the way of imports (README.md, "How it is built"): downward only. A new folder in lib/ must be
// given its place here before anything compiles green.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/sources';

const root = resolve(import.meta.dirname, '../..');

/** What each layer may import besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'lib/core': [],
  'lib/onnx': ['lib/core'],
  'lib/flops': ['lib/core', 'lib/onnx'],
  'lib/package': ['lib/core', 'lib/onnx', 'lib/flops'],
  'lib/models': ['lib/core', 'lib/onnx'],
  'lib/bench': ['lib/core'],
  'lib/device': ['lib/core'],
  'lib/badge': ['lib/core'],
  'lib/attest': ['lib/core', 'lib/onnx'],
  'lib/open-data': [],
  'lib/config': ['lib/core'],
  'lib/standings': ['lib/core', 'lib/bench'],
  'lib/predict': ['lib/core', 'lib/onnx', 'lib/flops', 'lib/bench'],
  'lib/charts': ['lib/core', 'lib/bench'],
  'lib/submission': ['lib/core', 'lib/bench', 'lib/device', 'lib/attest', MANIFEST()],
  'lib/db': [
    'lib/core',
    'lib/config',
    'lib/bench',
    'lib/device',
    'lib/attest',
    'lib/submission',
    'lib/standings',
    'lib/open-data',
    MANIFEST(),
  ],
  'lib/edge': [
    'lib/core',
    'lib/config',
    'lib/bench',
    'lib/device',
    'lib/submission',
    'lib/standings',
    'lib/badge',
    'lib/attest',
    'lib/open-data',
    'lib/db',
    MANIFEST(),
  ],
  'lib/ort': ['lib/core', 'lib/bench', 'lib/onnx', 'lib/models', 'lib/attest'],
  'lib/runner': [
    'lib/core',
    'lib/bench',
    'lib/device',
    'lib/submission',
    'lib/attest',
    'lib/ort/version',
    'workers',
    MANIFEST(),
  ],
  workers: [
    'lib/core',
    'lib/bench',
    'lib/device',
    'lib/onnx',
    'lib/flops',
    'lib/models',
    'lib/attest',
    'lib/ort',
    'lib/runner/messages',
  ],
  app: ['lib', 'workers'],
  action: ['lib'],
  scripts: ['lib', 'test/support'],
  test: ['lib', 'app', 'workers', 'scripts', 'action'],
};

/** The part of lib/models that servers and pages may hold: facts, no builders. */
function MANIFEST(): string {
  return 'lib/models/(manifest|workload|work-class|golden|pairs)';
}

function importsOf(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/(?:from|import\(|import|new URL\()\s*['"]([^'"]+)['"]/g))
    found.push(match[1] ?? '');
  return found;
}

function layerOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'lib' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.')) return relative(root, resolve(root, from, '..', specifier));
  return null;
}

const files = sourceFiles().filter((file) => /^(action|app|lib|workers|scripts|test)\//.test(file));

describe('way of imports', () => {
  it('gives every folder of lib a place', () => {
    const folders = readdirSync(join(root, 'lib')).filter((name) => statSync(join(root, 'lib', name)).isDirectory());
    expect(folders.filter((name) => !(`lib/${name}` in MAY_IMPORT))).toEqual([]);
  });

  it('is downward only', () => {
    const broken: string[] = [];
    for (const file of files) {
      const layer = layerOf(file);
      const allowed = MAY_IMPORT[layer];
      if (allowed === undefined) continue;
      for (const specifier of importsOf(readFileSync(join(root, file), 'utf8'))) {
        const target = targetOf(file, specifier);
        if (target === null || layerOf(target) === layer || !/^(action|app|lib|workers|scripts|test)\//.test(target))
          continue;
        if (!allowed.some((pattern) => new RegExp(`^${pattern}(/|$|\\.)`).test(target)))
          broken.push(`${file} → ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('imports onnxruntime-web only in lib/ort', () => {
    const users = files.filter(
      (file) =>
        /from ['"]onnxruntime-web/.test(readFileSync(join(root, file), 'utf8')) &&
        !/^(lib\/ort|test|scripts)\//.test(file),
    );
    expect(users).toEqual([]);
  });
});
