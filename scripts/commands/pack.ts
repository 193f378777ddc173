// `pack`: the npm package `flopmark` as a tarball, whose path it prints: the library of
// lib/package, its types, what reads files in Node, the command, and docs/package.md as its README.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { defineCommand, text } from '../command';
import { writeDeclarations } from '../pack/declarations';
import { root } from '../root';

/** What a page loads for `import { countFlops } from "flopmark"`, each script gzipped by itself. */
const MOST_BYTES = 60 * 1024;

const ENTRIES = {
  index: 'lib/package/index.ts',
  node: 'scripts/pack/node.ts',
  bin: 'scripts/pack/bin.ts',
} as const;

interface RootManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

const { name, version, license, engines } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as RootManifest;

const entry = (file: string) => ({ types: `./${file}.d.ts`, default: `./${file}.js` });

const MANIFEST = {
  name,
  version,
  license,
  description: 'Counts the FLOPs, parameters and memory of ONNX models: exact, or named unknown.',
  keywords: ['onnx', 'flops', 'macs', 'parameters', 'neural-network'],
  type: 'module',
  engines,
  sideEffects: false,
  exports: { '.': entry('index'), './node': entry('node'), './package.json': './package.json' },
  types: './index.d.ts',
  bin: { flopmark: 'bin.js' },
};

/**
 * Writes the scripts; answers with those that a page loads. @throws Error where code of others is
 * among them
 */
async function writeScripts(folder: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: folder,
    alias: { '@': root },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    target: 'es2023',
    chunkNames: '[name]-[hash]',
    define: { PACKAGE_VERSION: JSON.stringify(version) },
    metafile: true,
    logLevel: 'error',
  });
  const foreign = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'));
  if (foreign.length > 0)
    throw new Error(`the package must hold no code of others: ${foreign.join(', ')}`);
  const outputs = new Map(
    Object.entries(metafile.outputs).map(
      ([path, output]) => [resolve(root, path), output] as const,
    ),
  );
  const loaded = new Set([join(folder, 'index.js')]);
  for (const path of loaded) {
    for (const { path: next, external } of outputs.get(path)?.imports ?? []) {
      if (external === true)
        throw new Error(`a page cannot load ${next}, which the library imports`);
      loaded.add(resolve(root, next));
    }
  }
  return [...loaded];
}

async function writePackage(folder: string): Promise<readonly string[]> {
  const loaded = await writeScripts(folder);
  writeDeclarations(folder, { index: ENTRIES.index, node: ENTRIES.node });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(MANIFEST, null, 2)}\n`);
  cpSync(join(root, 'docs/package.md'), join(folder, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  return loaded;
}

/** @throws Error where npm fails */
function packed(folder: string, out: string): string {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--json', '--offline', '--ignore-scripts', `--pack-destination=${out}`],
    { cwd: folder, encoding: 'utf8' },
  );
  const file = `${name}-${version}.tgz`;
  if (status !== 0 || !readdirSync(out).includes(file))
    throw new Error(`npm pack failed: ${stderr || stdout}`);
  return join(out, file);
}

const gzippedBytes = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;

export const command = defineCommand({
  options: { out: text('DIR', 'where to', '.out') },
  notes: 'Writes flopmark-VERSION.tgz into DIR and prints its path; sizes go to stderr.',
  exits: {
    1: 'what a page loads is larger than 60 KiB, gzipped, or a package of others would come along',
  },
  run: async ({ out: wanted }) => {
    const out = resolve(wanted);
    mkdirSync(out, { recursive: true });
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-pack-'));
    try {
      const loaded = await writePackage(folder);
      const page = gzippedBytes(loaded);
      const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
      const all = gzippedBytes(scripts.map((file) => join(folder, file)));
      const tarball = packed(folder, out);
      const sizes = [
        `${kib(page)} gzipped for a page (limit ${kib(MOST_BYTES)})`,
        `${kib(all)} with the command`,
        `${kib(statSync(tarball).size)} the tarball, with types and README`,
      ];
      console.error(sizes.join(', '));
      console.log(tarball);
      return page <= MOST_BYTES ? 0 : 1;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});
