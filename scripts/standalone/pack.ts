// The site as one folder that needs Node and nothing else: the build, our server and the embedded
// database as bundled JavaScript, and of node_modules the files that these load. Nothing in it is
// written at run time but what lies in FLOPMARK_DATA.
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { filesUnder } from '../files-under';
import { root } from '../root';
import { buildFolder, ensureBuild, PACKED } from '../site/build';
import { tracesUnder } from '../site/traces';

/** What is run, by the name it has in the folder. */
const PROGRAMS = {
  start: 'scripts/standalone/start.ts',
  web: 'scripts/standalone/web.ts',
} as const;

/** Of the build, what only building needs. */
const NOT_SERVED: ReadonlySet<string> = new Set([
  'cache',
  'trace',
  'trace-build',
  'types',
  'diagnostics',
  'flopmark-stamp',
]);

/**
 * Beginnings of paths in `node_modules` that are loaded when a build is made, or in development,
 * and are named by code that also serves. From the first letter on: Next has folders of its own
 * that are called `typescript` and `webpack`, and loads them when it serves.
 */
const NEVER_LOADED = [
  'node_modules/@next/swc-',
  'node_modules/typescript/',
  'node_modules/next/dist/compiled/@next/font/',
  'node_modules/onnxruntime-node/',
  'node_modules/@img/',
] as const;

/** Next loads these through a hook of its own when it starts, which no tracer sees. */
const UNTRACED = ['webpack', '@babel/runtime'].map(
  (name) => `node_modules/next/dist/compiled/${name}`,
);

const isNeverLoaded = (within: string): boolean =>
  NEVER_LOADED.some((beginning) => within.startsWith(beginning));

/** Maps to sources that are not there are a third of it all. */
const isServed = (path: string): boolean => !path.endsWith('.map');

interface FileTracer {
  nodeFileTrace(
    files: readonly string[],
    options: { readonly base: string; readonly ignore: (path: string) => boolean },
  ): Promise<{ readonly fileList: ReadonlySet<string> }>;
}

/** The tracer that Next brings, and finds by it what its own parts load. It has no types. */
const { nodeFileTrace } = createRequire(import.meta.url)(
  'next/dist/compiled/@vercel/nft',
) as FileTracer;

async function bundlePrograms(target: string): Promise<string[]> {
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(PROGRAMS).map(([name, path]) => [name, join(root, path)]),
    ),
    outdir: join(target, 'scripts'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@': root },
  });
  return Object.keys(PROGRAMS).map((name) => join(target, 'scripts', `${name}.mjs`));
}

export interface Packed {
  readonly folder: string;
  readonly bytes: number;
  readonly files: number;
}

/** @throws Error where the folder exists. */
export async function packSite(target: string): Promise<Packed> {
  if (existsSync(target)) throw new Error(`${target} exists: name a folder that does not`);
  ensureBuild();
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(buildFolder())) {
    if (!NOT_SERVED.has(name))
      cpSync(join(buildFolder(), name), join(target, '.next', name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: isServed,
      });
  }
  for (const name of ['public', 'migrations'])
    cpSync(join(root, name), join(target, name), { recursive: true });
  for (const name of ['package.json', 'next.config.mjs', 'LICENSE'])
    cpSync(join(root, name), join(target, name));
  // The bundles stand where the sources do while they are traced, so that they find the same
  // packages.
  const staging = join(root, 'node_modules', '.cache', 'flopmark-pack');
  const programs = await bundlePrograms(staging);
  cpSync(join(staging, 'scripts'), join(target, 'scripts'), { recursive: true });
  const { fileList } = await nodeFileTrace(programs, { base: root, ignore: isNeverLoaded });
  const wanted = new Set([...fileList].map((path) => join(root, path)));
  for (const path of tracesUnder(buildFolder()).flat()) wanted.add(path);
  for (const folder of UNTRACED)
    for (const path of filesUnder(join(root, folder))) wanted.add(path);
  for (const path of wanted) {
    const within = relative(root, path);
    if (
      !within.startsWith('node_modules/') ||
      within.startsWith('node_modules/.cache/') ||
      isNeverLoaded(within) ||
      !isServed(within) ||
      !existsSync(path)
    )
      continue;
    if (statSync(path).isDirectory() && !lstatSync(path).isSymbolicLink()) continue;
    cpSync(path, join(target, within), { recursive: true, verbatimSymlinks: true });
  }
  writeFileSync(join(target, PACKED), '');
  const files = filesUnder(target);
  return {
    folder: target,
    files: files.length,
    bytes: files.reduce((sum, path) => sum + lstatSync(path).size, 0),
  };
}
