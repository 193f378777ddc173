// What tests and the headless bench need from Debian, installed where it is missing: browsers, WebDriver, a display, and
// the ONNX project's operator test data.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface DebianPackage {
  readonly name: string;
  /** A file that is there when the package is. */
  readonly proof: string;
}

export const CHROMIUM: DebianPackage = { name: 'chromium', proof: '/usr/bin/chromium' };

export const TEST_PACKAGES: readonly DebianPackage[] = [
  CHROMIUM,
  { name: 'firefox-esr', proof: '/usr/bin/firefox-esr' },
  { name: 'webkit2gtk-driver', proof: '/usr/bin/WebKitWebDriver' },
  { name: 'xvfb', proof: '/usr/bin/Xvfb' },
  { name: 'libonnx-testdata', proof: '/usr/share/doc/libonnx-testdata' },
  { name: 'python3-onnx', proof: '/usr/share/doc/python3-onnx' },
];

const missing = (packages: readonly DebianPackage[]): DebianPackage[] =>
  packages.filter(({ proof }) => !existsSync(proof));

/** Installs what is missing, output to stderr. Returns the names that are still missing afterwards. */
export function ensureDebian(packages: readonly DebianPackage[]): string[] {
  const wanted = missing(packages).map(({ name }) => name);
  if (wanted.length === 0) return [];
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    console.error(`Missing: ${wanted.join(', ')}. On Debian: sudo apt-get install ${wanted.join(' ')}`);
    return wanted;
  }
  console.error(`Installing ${wanted.join(', ')}…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const stdio: ['ignore', 'ignore', 2] = ['ignore', 'ignore', 2];
  spawnSync('apt-get', ['update', '-q'], { env, stdio });
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...wanted], { env, stdio });
  return missing(packages).map(({ name }) => name);
}
