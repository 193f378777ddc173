// What tests and the headless bench need from Debian: browsers, WebDriver, a display, and the ONNX
// project's operator test data. It is installed where it is missing, after saying what and why;
// FLOPMARK_NO_APT=1 leaves the machine as it is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface DebianPackage {
  readonly name: string;
  readonly why: string;
  /** Files of which one is there when the package, or what stands in for it, is. */
  readonly proofs: readonly (string | undefined)[];
  /** Nothing fails without it: another package stands in for it. */
  readonly optional?: true;
}

export const CHROMIUM: DebianPackage = {
  name: 'chromium',
  why: 'runs the site and measures in it, headless',
  proofs: [
    process.env.FLOPMARK_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ],
};

export const HEADLESS_SHELL: DebianPackage = {
  name: 'chromium-headless-shell',
  why: 'opens pages in half the time that Chromium takes, which else does it',
  proofs: ['/usr/bin/chromium-headless-shell'],
  optional: true,
};

const FIREFOX: DebianPackage = {
  name: 'firefox-esr',
  why: 'runs the site in a second engine, headless',
  proofs: [process.env.FLOPMARK_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

const WEBKIT: readonly DebianPackage[] = [
  {
    name: 'webkit2gtk-driver',
    why: 'runs the site in WebKit, the engine of Safari',
    proofs: ['/usr/bin/WebKitWebDriver'],
  },
  { name: 'xvfb', why: 'is the display that WebKit draws on', proofs: ['/usr/bin/Xvfb'] },
];

const ONNX: readonly DebianPackage[] = [
  {
    name: 'libonnx-testdata',
    why: "has the ONNX project's operator tests",
    proofs: [process.env.FLOPMARK_ONNX_TESTDATA, '/usr/share/libonnx-testdata/data'],
  },
  {
    name: 'python3-onnx',
    why: "has ONNX's own checker of models",
    proofs: ['/usr/share/doc/python3-onnx', '/usr/lib/python3/dist-packages/onnx'],
  },
];

/** By suite of `npm test`; the others need nothing. */
export const SUITE_PACKAGES: Readonly<Record<string, readonly DebianPackage[]>> = {
  unit: ONNX,
  integration: [CHROMIUM],
  pages: [CHROMIUM, HEADLESS_SHELL, FIREFOX, ...WEBKIT],
  e2e: [CHROMIUM, HEADLESS_SHELL, FIREFOX, ...WEBKIT],
};

/** Where a package, or what stands in for it, lies; null where it is not there. */
export const pathOf = ({ proofs }: DebianPackage): string | null =>
  proofs.find((path) => path !== undefined && existsSync(path)) ?? null;

const notThere = (packages: readonly DebianPackage[]): readonly DebianPackage[] =>
  packages.filter((one) => pathOf(one) === null);

/** Those that are not there and are needed. */
export const missingOf = (packages: readonly DebianPackage[]): readonly DebianPackage[] =>
  notThere(packages).filter(({ optional }) => optional !== true);

const namesOf = (packages: readonly DebianPackage[]): string[] => packages.map(({ name }) => name);

const listed = (packages: readonly DebianPackage[]): string =>
  packages.map(({ name, why }) => `  ${name.padEnd(24)} ${why}`).join('\n');

/**
 * Installs what is missing, output to stderr. Returns those that are still missing afterwards and
 * are needed.
 */
export function ensureDebian(packages: readonly DebianPackage[]): readonly DebianPackage[] {
  const wanted = notThere(packages);
  if (wanted.length === 0) return [];
  if (
    process.env.FLOPMARK_NO_APT === '1' ||
    !existsSync('/usr/bin/apt-get') ||
    process.getuid?.() !== 0
  ) {
    console.error(
      `Missing:\n${listed(wanted)}\nOn Debian: sudo apt-get install ${namesOf(wanted).join(' ')}`,
    );
    return missingOf(wanted);
  }
  console.error(`Installing with apt-get (FLOPMARK_NO_APT=1 forbids it):\n${listed(wanted)}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const stdio: ['ignore', 'ignore', 2] = ['ignore', 'ignore', 2];
  spawnSync('apt-get', ['update', '-q'], { env, stdio });
  // One that this release does not have is not to keep the others away.
  const needed = missingOf(wanted);
  for (const some of [needed, wanted.filter((one) => !needed.includes(one))])
    if (some.length > 0)
      spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...namesOf(some)], {
        env,
        stdio,
      });
  return missingOf(packages);
}
