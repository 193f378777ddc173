// Builds the site when its sources have changed since the last build, and puts the pinned runtime's
// files where the app serves them: public/ort/<version>/, immutable by its path.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@/lib/config/variables';
import { ORT_VERSION } from '@/lib/ort/version';
import { root } from '../root';
import { dropScriptsOfDocuments } from './document-scripts';
import { writeNodeSources } from './node-sources';
import { startSettings } from './start-settings';

const SOURCES = [
  'app',
  'lib',
  'migrations/meta/_journal.json',
  'workers',
  'public',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'package-lock.json',
  'proxy.ts',
];

/**
 * The files that ORT fetches at run time: the WASM build, and the native WebGPU build with JSPI or
 * asyncify.
 */
const RUNTIME_FILES = ['', '.asyncify', '.jspi'].flatMap((variant) =>
  ['mjs', 'wasm'].map((extension) => `ort-wasm-simd-threaded${variant}.${extension}`),
);

/** Lies in a packed site (../standalone), which has its build and no sources. */
export const PACKED = 'packed';
const isPacked = (): boolean => existsSync(join(root, PACKED));

export function copyRuntime(): void {
  const target = join(root, 'public', 'ort', ORT_VERSION);
  mkdirSync(target, { recursive: true });
  for (const file of RUNTIME_FILES) {
    const source = join(root, 'node_modules', 'onnxruntime-web', 'dist', file);
    const copy = join(target, file);
    if (!existsSync(copy) || statSync(copy).size !== statSync(source).size) cpSync(source, copy);
  }
}

function hashInto(hash: ReturnType<typeof createHash>, path: string): void {
  // Copies of the runtime, as many as versions were ever built.
  if (!existsSync(path) || path === join(root, 'public', 'ort')) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) hashInto(hash, join(path, name));
    return;
  }
  hash.update(path.slice(root.length)).update(readFileSync(path));
}

function sourceStamp(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) hashInto(hash, join(root, source));
  return hash.digest('hex');
}

const DIST = process.env.FLOPMARK_DIST ?? '.next';

/** What is built lies where Next expects it; what is built for Node, in a copy. */
const sourcesFor = (runtime: Runtime): string =>
  runtime === 'edge' ? root : join(root, '.nodejs');

/** Where the build lies. */
export const buildFolder = (runtime = startSettings().runtime): string =>
  join(isPacked() ? root : sourcesFor(runtime), DIST);

/**
 * Builds unless there is a build of exactly these sources. @throws Error when the build fails.
 */
export function ensureBuild(runtime = startSettings().runtime): void {
  if (isPacked()) return;
  copyRuntime();
  const sources = sourcesFor(runtime);
  const folder = buildFolder(runtime);
  const stampPath = join(folder, 'flopmark-stamp');
  const stamp = sourceStamp();
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return;
  console.error('Building the site (a minute at first)…');
  if (runtime === 'nodejs') writeNodeSources(SOURCES, sources);
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/next/dist/bin/next'), 'build'],
    {
      cwd: sources,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    },
  );
  if (status !== 0) throw new Error('the build failed; see above');
  dropScriptsOfDocuments(folder);
  writeFileSync(stampPath, stamp);
}
