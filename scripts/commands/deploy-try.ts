// `npm run -s flopmark -- deploy-try WAY`: each way of docs/deploy.md, from nothing, on this
// machine.
import { argument, defineCommand, flag, UsageError, whole } from '../command';
import { type DebianPackage, ensureDebian } from '../debian';
import { type Check, checkLine } from '../deploy/check';
import { tryMachine } from '../deploy/machine';
import { tryStandalone } from '../deploy/standalone';
import { tryVercel } from '../deploy/vercel';

const NOTES = `  machine      nginx with TLS, two processes and Debian's Postgres; read and published to while one process
               is killed every 20 s
  standalone   the site in one folder, as an unprivileged user on a read-only root
  vercel       the build against the platform's limits (the platform itself is not asked)

On Debian as root, packages that are missing are installed after saying which and why.`;

const MACHINE: readonly DebianPackage[] = [
  { name: 'nginx-light', why: 'is the proxy of deploy/nginx.conf', proofs: ['/usr/sbin/nginx'] },
  { name: 'postgresql', why: 'is the database', proofs: ['/usr/lib/postgresql'] },
  { name: 'openssl', why: 'makes a certificate', proofs: ['/usr/bin/openssl'] },
  { name: 'curl', why: 'speaks HTTP/2', proofs: ['/usr/bin/curl'] },
];
const STANDALONE: readonly DebianPackage[] = [
  { name: 'bubblewrap', why: 'gives the site a read-only root', proofs: ['/usr/bin/bwrap'] },
];

interface Way {
  readonly packages: readonly DebianPackage[];
  readonly attempt: (seconds: number) => Promise<Check[]>;
}

const WAYS: Readonly<Record<string, Way>> = {
  machine: { packages: MACHINE, attempt: tryMachine },
  standalone: { packages: STANDALONE, attempt: tryStandalone },
  vercel: { packages: [], attempt: async () => tryVercel() },
};

export const command = defineCommand({
  args: { way: argument('WAY', 'machine, standalone or vercel') },
  options: {
    seconds: whole('N', 'how long processes are killed', 60, { least: 5, most: 3600 }),
    json: flag('what was found, as JSON'),
  },
  notes: NOTES,
  exits: { 1: 'something is wrong' },
  run: async ({ way, seconds, json }) => {
    const chosen = WAYS[way];
    if (chosen === undefined)
      throw new UsageError(`there is no way '${way}'; there are ${Object.keys(WAYS).join(', ')}`);
    const missing = ensureDebian(chosen.packages).map(({ name }) => name);
    if (missing.length > 0) throw new Error(`this needs ${missing.join(', ')}`);
    const found = await chosen.attempt(seconds);
    console.log(json ? JSON.stringify(found) : found.map(checkLine).join('\n'));
    return found.every(({ good }) => good) ? 0 : 1;
  },
});
