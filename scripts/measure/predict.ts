// `measure predict`: how far predictions are off. The kernels of the suite `predict` and the zoo's
// nets run in the same minutes, in one browser with one thread and with all; nets are predicted
// from the kernels alone. `--save` keeps what was measured, `--from` judges it again without
// measuring.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { MAX_THREADS } from '@/lib/core/backend';
import { groupBy } from '@/lib/core/group';
import { createPrng } from '@/lib/core/prng';
import { calibrate, FIRST_PRICES, type Prices } from '@/lib/predict/calibrate';
import { chargesOfExecution } from '@/lib/predict/charges';
import { type DevicePrices, rankDevices, written } from '@/lib/predict/devices';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { firefoxDriver } from '@/scripts/browser/firefox-driver';
import {
  choice,
  defineCommand,
  type Exit,
  flag,
  list,
  optionalList,
  text,
  UsageError,
  whole,
} from '../command';
import { root } from '../root';
import {
  errorsByOperator,
  executionOfWorkload,
  type JudgedNet,
  type Judgement,
  judge,
  kernelErrors,
  kernelsAgain,
  type OperatorError,
  type Session,
  type Summary,
  summarise,
} from './predict/judge';
import { type Ask, kernelRequest, withMeasurer } from './predict/measure';
import type { Measured } from './predict/measure.worker';
import { CHOOSING, halfOf, INTEGER_NETS, JUDGING, NETS } from './predict/nets';
import { askHere } from './predict/processor-time';
import { OWN_NETS } from './predict/subjects';

const BROWSERS: Readonly<Record<string, () => Promise<Driver>>> = {
  chromium: chromiumDriver,
  firefox: firefoxDriver,
};
/** The farthest off. */
const KERNELS_SHOWN = 20;
const NET_CAP_MS = 1200;

interface Plan {
  readonly browser: string;
  readonly threads: readonly number[];
  readonly nets: readonly string[];
  readonly passes: number;
  readonly save: string | undefined;
}

async function measureAll(plan: Plan): Promise<readonly Session[]> {
  const { browser } = plan;
  if (browser === 'node') return sessionsOf(askHere, plan);
  const launch = BROWSERS[browser];
  if (launch === undefined) throw new UsageError(`--browser: there is no '${browser}'`);
  return withMeasurer(launch, (ask) => sessionsOf(ask, plan));
}

async function sessionsOf(
  ask: Ask,
  { browser, threads, nets, passes, save }: Plan,
): Promise<readonly Session[]> {
  const sessions: Session[] = [];
  for (const count of threads) {
    console.error(`${browser}, ${count} ${count === 1 ? 'thread' : 'threads'}`);
    const kernelPasses: (readonly Measured[])[] = [];
    const netPasses: (readonly Measured[])[] = [];
    const measureKernels = async (): Promise<void> => {
      kernelPasses.push(await timed('kernels', () => ask(kernelRequest(count))));
    };
    await measureKernels();
    for (let pass = 0; pass < passes; pass += 1) {
      netPasses.push(await timed(`${nets.length} nets`, () => netPass(ask, nets, count)));
      await measureKernels();
    }
    const date = new Date().toISOString();
    const kernels = least(kernelPasses);
    sessions.push({ browser, threads: count, date, kernels, passes: netPasses });
    // What was measured stays, whatever comes after.
    if (save !== undefined) writeFileSync(save, `${JSON.stringify(sessions)}\n`);
  }
  return sessions;
}

/** Of each workload the pass that others on the machine lengthened least. */
const least = (passes: readonly (readonly Measured[])[]): readonly Measured[] =>
  [...groupBy(passes.flat(), ({ id }) => id).values()].flatMap(
    (rows) => rows.toSorted((a, b) => (a.ms ?? Infinity) - (b.ms ?? Infinity))[0] ?? [],
  );

/** Each in a worker of its own: the memory of one never shrinks. */
async function netPass(
  ask: Ask,
  nets: readonly string[],
  threads: number,
): Promise<readonly Measured[]> {
  const found: Measured[] = [];
  for (const id of nets) found.push(...(await ask({ ids: [id], threads, capMs: NET_CAP_MS })));
  return found;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const found = await work();
  console.error(`  ${what}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return found;
}

/** Prices of this machine's kernels with one thread. */
function writeReference(sessions: readonly Session[], judgements: readonly Judgement[]): void {
  const at = sessions.findIndex(({ threads }) => threads === 1);
  const [session, judgement] = [sessions[at], judgements[at]];
  if (session === undefined || judgement === undefined) {
    throw new UsageError('--write-reference needs kernels measured with one thread');
  }
  const prices = Object.fromEntries(
    Object.entries(judgement.calibration.prices).map(([unit, price]) => [
      unit,
      Number(price.toPrecision(4)),
    ]),
  );
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, one thread, ${session.browser}`;
  const reference = { machine, date: session.date.slice(0, 10), prices };
  writeFileSync(
    join(root, 'lib/predict/reference.json'),
    `${JSON.stringify(reference, null, 2)}\n`,
  );
}

function netsOf(which: string): readonly string[] {
  if (which === 'all') return NETS;
  if (which === 'choosing') return CHOOSING;
  if (which === 'judging') return JUDGING;
  if (which === 'integers') return INTEGER_NETS;
  const ids = which.split(',');
  const known = [...NETS, ...INTEGER_NETS];
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new UsageError(`--nets: there is no '${unknown}' among ${known.join(', ')}`);
  return ids;
}

const DEVICES = 1000;
const REPEATS = 31;

/** Milliseconds, warm: from the steps of a graph to a thousand devices in order. */
async function speedMs(): Promise<number> {
  const execution = await executionOfWorkload('swin-t-fp32');
  const prng = createPrng(1);
  const devices = Array.from({ length: DEVICES }, (_, i): DevicePrices => {
    const factor = 4 ** prng.unit();
    const prices = Object.fromEntries(
      Object.entries(FIRST_PRICES).map(([unit, price]) => [unit, factor * price]),
    );
    const calibration = { ...calibrate([]), prices: prices as Prices };
    return {
      slug: `d${i}`,
      name: `d${i}`,
      backend: 'wasm',
      threads: 'max',
      doubt: null,
      ...written(calibration),
    };
  });
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const started = performance.now();
    rankDevices(chargesOfExecution(execution), devices);
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[REPEATS >> 1] ?? Number.NaN;
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

const isThreads = (part: string): boolean => /^[1-9]\d?$/.test(part) && Number(part) <= MAX_THREADS;

export const command = defineCommand({
  options: {
    browser: choice(
      'browser; node: the same runtime by processor time, one thread, on a busy machine',
      ['chromium', 'firefox', 'node'],
      'chromium',
    ),
    threads: list(
      'thread counts',
      [...new Set([1, availableParallelism()])].map(String),
      isThreads,
    ),
    nets: text(
      'WHICH',
      'all, choosing, judging, integers (scripts/measure/predict/nets.ts), or ids',
      'all',
    ),
    own: flag('ten nets that are not in the zoo (scripts/measure/predict/own), instead of the zoo'),
    passes: whole('N', 'passes over the nets, with the kernels before, between and after', 2),
    save: text('FILE', 'writes what was measured'),
    from: optionalList('judges what was saved in these files, and measures nothing'),
    'write-reference': flag('writes lib/predict/reference.json from the kernels'),
    speed: flag('how long Swin-T on a thousand devices takes, and measures nothing else'),
    errors: flag('the nets one by one, and errors by operator'),
    json: flag('JSON on stdout'),
  },
  run: judgeAll,
});

interface Wanted {
  readonly browser: string;
  readonly threads: readonly string[];
  readonly nets: string;
  readonly own: boolean;
  readonly passes: number;
  readonly save: string | undefined;
  readonly from: readonly string[] | undefined;
  readonly 'write-reference': boolean;
  readonly speed: boolean;
  readonly errors: boolean;
  readonly json: boolean;
}

const saved = (path: string): readonly Session[] =>
  JSON.parse(readFileSync(path, 'utf8')) as readonly Session[];

async function judgeAll(wanted: Wanted): Promise<Exit> {
  const { browser, passes, save, from, json } = wanted;
  if (wanted.speed) {
    const ms = await speedMs();
    const line = `Swin-T on ${DEVICES} devices: ${ms.toFixed(1)} ms`;
    console.log(json ? JSON.stringify({ model: 'swin-t-fp32', devices: DEVICES, ms }) : line);
    return 0;
  }
  const nets = wanted.own ? OWN_NETS : netsOf(wanted.nets);
  const sessions =
    from === undefined
      ? await measureAll({ browser, threads: wanted.threads.map(Number), nets, passes, save })
      : from.flatMap(saved);
  const judgements: Judgement[] = [];
  for (const session of sessions) judgements.push(await judge(session, nets));
  if (wanted['write-reference']) writeReference(sessions, judgements);
  const rows = judgements.flatMap((judgement) => judgement.nets);
  const operators = await errorsByOperator(judgements);
  const sets = sessions.map(({ browser: name, threads, date, kernels }, i) => ({
    browser: name,
    threads,
    date,
    kernels: kernels.length,
    residual: judgements[i]?.calibration.residual,
    ...summarise(judgements[i]?.nets ?? []),
  }));
  const summary = summarise(rows);
  const halves = wanted.own ? [] : halvesOf(rows);
  if (json) {
    const answer = { summary, sets, halves, nets: rows, operators };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    for (const set of sets) console.log(summaryLine(`${set.browser} ×${set.threads}`, set));
    for (const half of halves) console.log(summaryLine(`${half.half} half`, half));
    console.log(summaryLine('all', summary));
    if (wanted.errors) await printErrors(sessions, judgements, operators);
    for (const line of await againLines(sessions, judgements)) console.log(line);
  }
  return 0;
}

/** The half of the zoo to choose by and the half to judge by, apart. */
const halvesOf = (rows: readonly JudgedNet[]) =>
  (['choosing', 'judging'] as const).flatMap((half) => {
    const of = rows.filter(({ id }) => halfOf(id) === half);
    return of.length === 0 ? [] : [{ half, ...summarise(of) }];
  });

function summaryLine(name: string, summary: Summary): string {
  const { noiseFloor } = summary;
  return [
    `${name}: ${summary.nets} nets`,
    `mean absolute error ${percent(summary.meanAbsoluteError)} (mean ${percent(summary.meanError)})`,
    `within 10 % ${percent(summary.within10)}`,
    `within 25 % ${percent(summary.within25)}`,
    `Spearman ${summary.spearman.toFixed(4)}`,
    `covered ${percent(summary.coverage)}`,
    `half width ${percent(summary.medianHalfWidth)}`,
    ...(noiseFloor === null ? [] : [`noise ${percent(noiseFloor.meanAbsolute)}`]),
  ].join(', ');
}

/** Of saved sessions that can be set beside each other. */
async function againLines(
  sessions: readonly Session[],
  judgements: readonly Judgement[],
): Promise<readonly string[]> {
  const kinds = groupBy(sessions, ({ browser, threads }) => `${browser} ×${threads}`);
  const lines: string[] = [];
  for (const [kind, group] of kinds) {
    const [judgement] = judgements;
    if (group.length < 2 || judgement === undefined) continue;
    const classes = (await kernelsAgain(group, judgement.calibration)).map(
      ({ work, kernels, deviation }) => `${work} ${percent(deviation)} (${kernels})`,
    );
    lines.push(`kernels again, ${kind}, ${group.length} sessions: ${classes.join(', ')}`);
  }
  return lines;
}

async function printErrors(
  sessions: readonly Session[],
  judgements: readonly Judgement[],
  operators: readonly OperatorError[],
): Promise<void> {
  for (const [i, session] of sessions.entries()) {
    const judgement = judgements[i];
    if (judgement === undefined) continue;
    console.log(`kernels, ${session.browser} ×${session.threads}:`);
    for (const { id, ms, error } of (await kernelErrors(session, judgement.calibration)).slice(
      0,
      KERNELS_SHOWN,
    )) {
      console.log(`  ${id}: ${ms.toPrecision(4)} ms, fit ${percent(error)}`);
    }
  }
  const rows = judgements.flatMap(({ nets }) => nets).toSorted((a, b) => a.error - b.error);
  for (const { id, threads, measuredMs, predictedMs, error, noise } of rows) {
    const passes = noise === null ? '' : `; passes ${percent(noise)}`;
    console.log(
      `${id} ×${threads}: ${measuredMs.toPrecision(4)} ms, predicted ${predictedMs.toPrecision(4)} (${percent(error)}${passes})`,
    );
  }
  for (const { operator, share, error, absoluteError } of operators) {
    console.log(
      `${operator}: ${percent(share)} of the time, ${percent(error)}, absolute ${percent(absoluteError)}`,
    );
  }
}
