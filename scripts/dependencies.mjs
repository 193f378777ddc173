// Plain Node, no packages: what every command needs before it can import anything. Installs the pinned dependencies when
// they are missing or when package-lock.json has changed since; everything npm says goes to stderr.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = resolve(import.meta.dirname, '..');

const MINIMUM_NODE = [20, 20];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  console.error(`Flopmark needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Installs what is missing; ends the process with a message where that fails. */
export function ensureDependencies() {
  checkNode();
  const stamp = join(root, 'node_modules', '.flopmark-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('Installing dependencies…');
  // Not `npm ci`: it insists on lock entries of every platform's optional binaries, which a registry mirror may not offer.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  if (status !== 0) {
    console.error('npm install failed; see above. The npm registry must be reachable for the first start.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

/**
 * Runs scripts/<script>.ts in this process with these arguments, so that a signal to it is a signal to the command.
 * @param {string} script
 * @param {readonly string[]} args
 */
export async function runTypeScript(script, args) {
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: join(root, 'tsconfig.node.json') });
  const path = join(root, 'scripts', `${script}.ts`);
  process.argv.splice(1, process.argv.length, path, ...args);
  await import(pathToFileURL(path).href);
}
