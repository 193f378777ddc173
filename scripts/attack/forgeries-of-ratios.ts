// Poison for figures that are made of many people's rows: times told slower or faster than they
// were, so that a median, a gain or a comparison says what somebody wants.
import type { RunSubmission } from '@/lib/submission/schema';
import { type Answer, newKey } from './client';
import { tell, tellAll, times } from './crowd';
import { type AttemptOptions, each, type Forger, GRID_MS, scaled, WASM, WEBGPU } from './forger';
import type { Forgeries, Forgery } from './kinds';
import { harm, held, type Met } from './met';

const NET = 'mobilenet-v2-fp32';
const PRUNED = 'mobilenet-v2-pruned50-fp32';
const INT8 = 'mobilenet-v2-w8a8';

/** Rows of these workloads, or on this backend, so many times as slow. */
const slower =
  (
    which: (row: { readonly workload: string; readonly backend: string }) => boolean,
    factor: number,
  ) =>
  (run: RunSubmission): RunSubmission =>
    each(run, (one) =>
      which(one) ? scaled(one, factor, { clocks: 'both', gridMs: GRID_MS }) : one,
    );

/** Of the gains that anyone can read, those of this forger's devices. */
async function gainsOf(forger: Forger, cores: readonly number[]): Promise<string[]> {
  const { status, body } = await forger.text('/insights/gains.csv');
  if (status !== 200) throw new Error(`no gains: ${status}`);
  return body
    .split('\r\n')
    .filter((line) => cores.some((count) => line.includes(`-${count}-cores`)));
}

async function withoutGains(
  forger: Forger,
  answers: readonly Answer[],
  cores: readonly number[],
): Promise<Met> {
  const refused = answers.find(({ code }) => code !== null);
  if (refused !== undefined) return held(`refused, ${refused.code}`);
  const [line] = await gainsOf(forger, cores);
  return line === undefined ? held('no gain is made of it') : harm(`a gain is made of it: ${line}`);
}

interface Sandbag {
  readonly workloads: readonly string[];
  readonly change: (run: RunSubmission) => RunSubmission;
  /** Each a /16 of its own. */
  readonly networks?: number;
  readonly keys?: number;
  readonly engines?: readonly (typeof WASM)[];
}

const sandbagged =
  ({ workloads, change, networks = 1, keys = 1, engines = [WASM] }: Sandbag): Forgery =>
  async (forger) => {
    const device = forger.machine({ engines });
    const tellings = times(keys, (i) => ({
      address: forger.address(i % networks, 0, 20 + i),
      change,
    }));
    const answers = await tellAll(forger, tellings, { device, workloads });
    return withoutGains(forger, answers, [forger.cores]);
  };

const INVENTED = 5;

export const GAINS: Forgeries = {
  'gains: a pruned net told ten times slower': sandbagged({
    workloads: [NET, PRUNED],
    change: slower(({ workload }) => workload === PRUNED, 10),
  }),
  'gains: the whole net told ten times slower than the pruned one': sandbagged({
    workloads: [NET, PRUNED],
    change: slower(({ workload }) => workload === NET, 10),
  }),
  'gains: an int8 net told ten times slower': sandbagged({
    workloads: [NET, INT8],
    change: slower(({ workload }) => workload === INT8, 10),
  }),
  'gains: an int8 net told ten times faster': sandbagged({
    workloads: [NET, INT8],
    change: slower(({ workload }) => workload === INT8, 0.1),
  }),
  'gains: a pruned net told slower by ten keys of one network': sandbagged({
    workloads: [NET, PRUNED],
    change: slower(({ workload }) => workload === PRUNED, 10),
    keys: 10,
  }),
  'gains: a pruned net told slower by ten keys of two networks': sandbagged({
    workloads: [NET, PRUNED],
    change: slower(({ workload }) => workload === PRUNED, 10),
    keys: 10,
    networks: 2,
  }),
  'gains: WASM told a hundred times slower than WebGPU': sandbagged({
    workloads: ['gemm-512-fp32'],
    change: slower(({ backend }) => backend === 'wasm', 20),
    engines: [WASM, WEBGPU],
  }),
  'gains: five invented devices, each told once': async (forger) => {
    const cores = times(INVENTED, (i) => 3600 + ((forger.cores * INVENTED + i) % 490));
    const change = slower(({ workload }) => workload === PRUNED, 10);
    const answers = await Promise.all(
      cores.map((count, i) =>
        tell(
          forger,
          { address: forger.address(0, i), change },
          { workloads: [NET, PRUNED], device: forger.machine({ environment: { cores: count } }) },
        ),
      ),
    );
    return withoutGains(forger, answers, cores);
  },
};

const PRODUCT: AttemptOptions = { workloads: ['gemm-512-fp32'] };
const HONEST_NETWORKS = 3;
/** By how much the cell's median may move, as a share. */
const MOVED = 0.1;

interface BoardCell {
  readonly deviceSlug: string;
  readonly p50Ms: number;
}

async function medianOf(forger: Forger): Promise<number | null> {
  const { body } = await forger.text('/api/v1/board?workload=gemm-512-fp32&backend=wasm&limit=200');
  for (let page = JSON.parse(body) as { rows: BoardCell[]; next: string | null }; ; ) {
    const found = page.rows.find(({ deviceSlug }) => deviceSlug.includes(`-${forger.cores}-cores`));
    if (found !== undefined || page.next === null) return found?.p50Ms ?? null;
    const query = new URLSearchParams({
      workload: 'gemm-512-fp32',
      backend: 'wasm',
      limit: '200',
      after: page.next,
    });
    page = JSON.parse((await forger.text(`/api/v1/board?${query}`)).body) as typeof page;
  }
}

interface Poison {
  readonly factor: number;
  readonly keys: number;
  readonly networks: number;
  /** Tellings of each key. */
  readonly each?: number;
  readonly days?: (key: number) => number;
}

/** Three honest networks first; then others tell another time of the same device. */
const poisoned =
  ({ factor, keys, networks, each: runs = 1, days = () => 0 }: Poison): Forgery =>
  async (forger) => {
    const honest = times(HONEST_NETWORKS, (i) => ({ address: forger.address(i), days: i }));
    await tellAll(forger, honest, PRODUCT);
    const before = await medianOf(forger);
    if (before === null) throw new Error('three honest networks are on no board');
    const change = slower(() => true, factor);
    const tellings = times(keys, (i) => ({ i, submitterKey: newKey() })).flatMap(
      ({ i, submitterKey }) =>
        times(runs, () => ({
          address: forger.address(HONEST_NETWORKS + (i % networks), 0, 20 + i),
          days: days(i),
          submitterKey,
          change,
        })),
    );
    await tellAll(forger, tellings, PRODUCT);
    const after = await medianOf(forger);
    if (after === null) return harm('the honest cell is gone from the board');
    const moved = Math.abs(after / before - 1);
    const words = `the median moved by ${(100 * moved).toFixed(1)} %`;
    return moved > MOVED ? harm(words) : held(words);
  };

export const POISON: Forgeries = {
  'poison: ten slow keys of one network': poisoned({ factor: 8, keys: 10, networks: 1 }),
  'poison: ten slow keys of two networks': poisoned({ factor: 8, keys: 10, networks: 2 }),
  'poison: ten fast keys of one network': poisoned({ factor: 0.5, keys: 10, networks: 1 }),
  'poison: ten fast keys of two networks': poisoned({ factor: 0.5, keys: 10, networks: 2 }),
  'poison: one key, twenty slow runs': poisoned({ factor: 8, keys: 1, networks: 1, each: 20 }),
  'poison: ten slow keys of one network over ten days': poisoned({
    factor: 8,
    keys: 10,
    networks: 1,
    days: (i) => i,
  }),
  'poison: a little slower each, by ten keys of two networks': poisoned({
    factor: 1.4,
    keys: 10,
    networks: 2,
  }),
};
