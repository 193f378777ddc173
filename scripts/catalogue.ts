// Every command by name, with one line on what it does: what `npm run -s flopmark -- --help` lists.
// A command's file is loaded when it runs, so that one of them does not wait for the others'
// packages.
import type { Runnable } from './command';
import { keepingSmall } from './keep-small';

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Runnable }>;
}

/** By what they are for; the names of a group are two words. */
export const CATALOGUE: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  'The site': {
    start: {
      summary: 'Serves Flopmark on http://localhost:3000, to this machine alone.',
      load: () => import('./commands/start'),
    },
    build: {
      summary: 'Builds the site where its sources have changed, with the files of the runtime.',
      load: () => import('./commands/build'),
    },
    doctor: {
      summary: 'Says what is wrong with an instance, and what to do.',
      load: () => import('./commands/doctor'),
    },
    standalone: {
      summary: 'Writes the site as one folder that needs Node and nothing else.',
      load: () => import('./commands/standalone'),
    },
    'deploy-try': {
      summary: 'Tries a way of docs/deploy.md from nothing, on this machine.',
      load: () => import('./commands/deploy-try'),
    },
    test: {
      summary: 'Runs types, lint, unit, integration, build and end-to-end tests.',
      load: () => import('./commands/test'),
    },
    bench: {
      summary: 'Measures workloads in a headless browser, and publishes them if asked.',
      load: () => import('./commands/bench'),
    },
    screenshots: {
      summary: 'Takes pictures of every page, phone and desktop, light and dark.',
      load: () => import('./commands/screenshots'),
    },
    snapshot: {
      summary: 'Writes the open data of a month as files that never change.',
      load: () => import('./commands/snapshot'),
    },
  },
  'Graphs, workloads and names': {
    flops: {
      summary: 'Counts MACs, FLOPs, parameters and memory of ONNX files, per layer and in total.',
      load: () => import('./commands/flops'),
    },
    predict: {
      summary: 'Says how long a model takes on devices, from their measured kernels.',
      load: () => import('./commands/predict'),
    },
    pack: {
      summary: 'Writes the counter as an npm package: library, types and command.',
      load: () => import('./commands/pack'),
    },
    action: {
      summary: 'Bundles the GitHub Action that counts the changed models of a pull request.',
      load: () => import('./commands/action'),
    },
    operators: {
      summary: 'Writes docs/operators.md: how each operator of the runtime is counted.',
      load: () => import('./commands/operators'),
    },
    device: {
      summary: 'Names the hardware that a renderer string stands for.',
      load: () => import('./commands/device'),
    },
    'zoo list': {
      summary: 'Lists the workloads with their parameters and MACs.',
      load: () => import('./commands/zoo/list'),
    },
    'zoo build': {
      summary: 'Writes a workload to a file that any ONNX tool opens.',
      load: () => import('./commands/zoo/build'),
    },
    'zoo check': {
      summary: 'Compares onnxruntime-web with native ONNX Runtime, for one workload or all.',
      load: () => import('./commands/zoo/check'),
    },
    'zoo identity': {
      summary:
        'Builds workloads in Chromium, Firefox and WebKit and compares digests with the pinned.',
      load: () => import('./commands/zoo/identity'),
    },
    'zoo support': {
      summary: 'Tries in Chromium which form of a precision WASM and WebGPU run.',
      load: () => import('./commands/zoo/support'),
    },
    'zoo past-2gib': {
      summary: 'Writes, opens and runs a model with external data past 2 GiB.',
      load: () => import('./commands/zoo/past-2gib'),
    },
    'zoo calibrate': {
      summary: 'Measures the activation ranges of static int8 nets; before a pin.',
      load: () => import('./commands/zoo/calibrate'),
    },
    'zoo pin': {
      summary: 'Pins counts, digests and golden outputs of workloads; --check compares instead.',
      load: () => import('./commands/zoo/pin'),
    },
  },
  'The database': {
    migrate: {
      summary: 'Brings the tables of a Postgres up to this version.',
      load: () => import('./commands/migrate'),
    },
    backup: {
      summary: 'Writes everything that cannot be computed again to a file, while the site runs.',
      load: () => keepingSmall(() => import('./commands/backup')),
    },
    restore: {
      summary: 'Puts back what backups hold and the database lacks; withdrawn runs stay withdrawn.',
      load: () => keepingSmall(() => import('./commands/restore')),
    },
    'verify-backup': {
      summary: 'Restores a backup elsewhere and compares standings and exports.',
      load: () => import('./commands/verify-backup'),
    },
    upkeep: {
      summary: 'Deletes what is kept no longer.',
      load: () => import('./commands/upkeep'),
    },
    golden: {
      summary: 'Makes private inputs with their outputs, so that copied outputs are found out.',
      load: () => import('./commands/golden'),
    },
    'rebuild-standings': {
      summary: 'Makes the standings anew from the raw rows, to identical values.',
      load: () => import('./commands/rebuild-standings'),
    },
    relevel: {
      summary: 'Gives stored rows their levels of trust again, by the present table of shares.',
      load: () => import('./commands/relevel'),
    },
    'rename-devices': {
      summary: 'Reads every stored run again with the present table of device names.',
      load: () => import('./commands/rename-devices'),
    },
    functions: {
      summary:
        'Prints functions of the database as SQL, for the migration that brings them up to date.',
      load: () => import('./commands/functions'),
    },
  },
  'Against the site': {
    attack: {
      summary: 'Sends forgeries and a thousand honest devices to a site started with --lab.',
      load: () => import('./commands/attack'),
    },
    fuzz: {
      summary: 'Sends ten thousand drawn requests to each edge route and looks for answers of 5xx.',
      load: () => import('./commands/fuzz'),
    },
  },
  'What is claimed, measured again (docs/measurements.md)': {
    'measure accept': {
      summary: 'What a published run and the openings of a proof cost the server.',
      load: () => import('./measure/accept'),
    },
    'measure attack-native': {
      summary: 'The cheapest ways to the digests of a proof, in C, beside sgemm.',
      load: () => import('./measure/attack-native'),
    },
    'measure attest': {
      summary: 'What checking a proof costs; --rates: its kernel beside a plain product.',
      load: () => import('./measure/attest'),
    },
    'measure badge': {
      summary: 'What a badge costs the server when nothing is cached.',
      load: () => import('./measure/badge'),
    },
    'measure board': {
      summary:
        'What the board costs to read and to write, with a million measurements in a real Postgres.',
      load: () => import('./measure/board'),
    },
    'measure counts': {
      summary: 'Counts of every net and reference file against what native ONNX Runtime computed.',
      load: () => import('./measure/counts'),
    },
    'measure estimator': {
      summary: 'Which estimator of a time other work on the machine moves least.',
      load: () => import('./measure/estimator'),
    },
    'measure exact': {
      summary:
        'A million columns of the proof on every backend and browser, against plain integers.',
      load: () => import('./measure/exact'),
    },
    'measure export': {
      summary: 'What reading all open data costs the embedded site, and the board meanwhile.',
      load: () => import('./measure/export'),
    },
    'measure fidelity': {
      summary: 'The engine against a bare loop in the same browser, in turn.',
      load: () => import('./measure/fidelity'),
    },
    'measure floods': {
      summary: 'What visitors of the board notice while somebody floods the site, kind by kind.',
      load: () => import('./measure/floods'),
    },
    'measure flops': {
      summary: 'How long the counter takes beside protobufjs, its memory and the size of its code.',
      load: () => import('./measure/flops'),
    },
    'measure folds': {
      summary: 'Every folded operator and many shapes on drawn nodes, against native ONNX Runtime.',
      load: () => import('./measure/folds'),
    },
    'measure hostile': {
      summary:
        'A hundred thousand mutated files counted, each within two seconds and a bounded heap.',
      load: () => import('./measure/hostile'),
    },
    'measure load': {
      summary: 'The site read and written at fixed rates, beside a route that does nothing.',
      load: () => import('./measure/load'),
    },
    'measure backup': {
      summary: 'What a backup of so many measurements takes, and what putting it back does.',
      load: () => import('./measure/backup'),
    },
    'measure fsync': {
      summary: 'What it costs the embedded database to write each commit through to the disk.',
      load: () => import('./measure/fsync'),
    },
    'measure lighthouse': {
      summary: "Google's Lighthouse, mobile profile, on a running site or on the example data.",
      load: () => import('./measure/lighthouse'),
    },
    'measure mutants': {
      summary: 'Whether the tests bite: small wrongs, one at a time, that they must notice.',
      load: () => import('./measure/mutants'),
    },
    'measure native': {
      summary:
        'The same graphs in native ONNX Runtime and in the browser, one thread each, in turn.',
      load: () => import('./measure/native'),
    },
    'measure page': {
      summary: 'What a visitor waits for on /run, and what the page costs while it measures.',
      load: () => import('./measure/page'),
    },
    'measure predict': {
      summary: 'How far predicted times are off: kernels and nets in the same minutes.',
      load: () => import('./measure/predict'),
    },
    'measure repeat': {
      summary: 'Whether a second run says the same.',
      load: () => import('./measure/repeat'),
    },
    'measure shares': {
      summary: 'Which share of a proven rate honest runs reach, by class of work.',
      load: () => import('./measure/shares'),
    },
    'measure steps': {
      summary: 'What predictions take for executed against the optimised graphs of ONNX Runtime.',
      load: () => import('./measure/steps'),
    },
    'measure trained': {
      summary: 'Whether seeded weights time like trained ones.',
      load: () => import('./measure/trained'),
    },
    'measure truth': {
      summary: 'Whether every surface shows what was measured, quiet and beside other work.',
      load: () => import('./measure/truth'),
    },
    'measure zoo': {
      summary: 'How long models take to build and how much memory, in Chromium and in Node.',
      load: () => import('./measure/zoo'),
    },
  },
};

/** The entry of a name; undefined where there is no such command. */
export const entryOf = (name: string): Entry | undefined =>
  Object.values(CATALOGUE).find((section) => Object.hasOwn(section, name))?.[name];

/** Lines of `name  summary` under the title of their section, of names that begin with `prefix`. */
export function listing(prefix = ''): string {
  return Object.entries(CATALOGUE)
    .map(([title, section]) => {
      const rows = Object.entries(section).filter(([name]) => name.startsWith(prefix));
      return rows.length === 0 ? '' : `${title}\n${rows.map(rowOf).join('\n')}\n`;
    })
    .filter((block) => block !== '')
    .join('\n');
}

const rowOf = ([name, { summary }]: readonly [string, Entry]): string =>
  `  ${name.padEnd(22)} ${summary}`;
