// `npm run -s flops -- FILE…`: MACs, FLOPs, parameters and memory of ONNX files, per layer and in total. Exit codes: 0 ok,
// 1 a file cannot be read, 2 bad usage, 3 a limit is exceeded, 4 it is not known whether one is.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { renderBadge } from '@/lib/badge/badge';
import { modelBadge } from '@/lib/badge/model-badge';
import { integer } from '@/lib/core/format';
import type { Result } from '@/lib/core/result';
import { parseAssumptions, parseBindings, parseValues } from '@/lib/flops/bindings';
import { compareReports } from '@/lib/flops/compare';
import { countModel, type Report } from '@/lib/flops/count';
import type { Count } from '@/lib/flops/exact';
import { type FreeDimension, freeDimensionsOf, isBindable, openDimensionsOf } from '@/lib/flops/free-dimensions';
import { badgeFactsOf, exact, type ModelRecord, opsetOf, recordOf } from '@/lib/flops/record';
import type { Total } from '@/lib/flops/report';
import { comparisonText, terminalText } from '@/lib/flops/text';
import type { Given } from '@/lib/onnx/infer/given';
import type { Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { describeReadError } from '@/lib/onnx/read-error';
import { sidecarsOf, withFile } from './file-source';

const USAGE = `Usage: npm run -s flops -- FILE... [options]

  --json                  one JSON object per file, on one line
  --bind NAME=N[,...]     extents of dimensions: by name, or by place as 'input[2]', also over fixed ones; exit code 2
                          where one stays open and a name was given that the file has not
  --value INPUT=V[,...]   elements of an input (sr=16000, use_cache_branch=true, sizes=1,3,640)
  --assume detections=N   how many elements a detector selects where only the data decide
  --backward              the backward pass per layer, too
  --max-macs N            exit code 3 if a file has more MACs, 4 if some are not known
  --max-params N          exit code 3 if it has more parameters
  --max-bytes N           exit code 3 if it has more bytes of weights
  --diff BASE.onnx        what changed against BASE, per layer and in total
  --badge OUT.svg         write a badge (one FILE)
  --help

Weights beside a model stay unread; small tensors there that decide its shapes are read from its folder.`;

const EXIT = { ok: 0, unreadable: 1, usage: 2, exceeded: 3, unknown: 4 } as const;

class UsageError extends Error {}

const LIMITS = ['max-macs', 'max-params', 'max-bytes'] as const;
type Limit = (typeof LIMITS)[number];

interface Measure {
  readonly unit: string;
  readonly of: (report: Report) => Total;
}

const whole = (count: Count): Total => ({ known: count, atLeast: count, unknownNodes: 0 });

const MEASURES: Readonly<Record<Limit, Measure>> = {
  'max-macs': { unit: 'MACs', of: ({ totals }) => totals.macs },
  'max-params': { unit: 'parameters', of: ({ params }) => whole(params) },
  'max-bytes': { unit: 'bytes of weights', of: ({ weightBytes }) => whole(weightBytes) },
};

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      bind: { type: 'string', multiple: true, default: [] },
      value: { type: 'string', multiple: true, default: [] },
      assume: { type: 'string', multiple: true, default: [] },
      backward: { type: 'boolean', default: false },
      'max-macs': { type: 'string' },
      'max-params': { type: 'string' },
      'max-bytes': { type: 'string' },
      diff: { type: 'string' },
      badge: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (!values.help && positionals.length === 0) throw new UsageError('no file given');
  if (values.badge !== undefined && positionals.length > 1) throw new UsageError('--badge takes one file');
  const limits = LIMITS.flatMap((name) => {
    const text = values[name];
    return text === undefined ? [] : [{ name, limit: wholeNumber(`--${name}`, text) }];
  });
  const inputValues = orUsage(parseValues(values.value));
  const assume = orUsage(parseAssumptions(values.assume));
  // Names are a file's: what is malformed whatever they are is told before any file is opened.
  orUsage(parseBindings(values.bind, () => true));
  return { ...values, files: positionals, inputValues, assume, limits };
}

function wholeNumber(what: string, text: string): bigint {
  if (!/^\d+$/.test(text)) throw new UsageError(`${what} takes a whole number, not '${text}'`);
  return BigInt(text);
}

function orUsage<T>(parsed: Result<T, string>): T {
  if (!parsed.ok) throw new UsageError(parsed.error);
  return parsed.value;
}

type Options = ReturnType<typeof parse>;

interface Counted {
  readonly model: Model;
  readonly given: Given;
  readonly report: Report;
}

/** Null, with a line on stderr, for a file that cannot be read. */
async function count(path: string, options: Options): Promise<Counted | null> {
  try {
    const loaded = await withFile(path, (source) => loadModel(source, { openSidecar: sidecarsOf(path) }));
    if (loaded.ok) {
      const model = loaded.value;
      const bind = orUsage(parseBindings(options.bind, (name) => isBindable(model.graph, name)));
      const given = { bind, values: options.inputValues, assume: options.assume };
      return { model, given, report: countModel(model, given) };
    }
    console.error(oneLine(`${path}: ${describeReadError(loaded.error)}`));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    console.error(oneLine(`${path}: ${error instanceof Error ? error.message : String(error)}`));
  }
  return null;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

async function main(): Promise<number> {
  const options = parse();
  if (options.help) {
    console.log(USAGE);
    return EXIT.ok;
  }
  const base = options.diff === undefined ? null : await count(options.diff, options);
  let unreadable = options.diff !== undefined && base === null;
  let worst: number = EXIT.ok;
  let misspelt = false;
  for (const file of options.files) {
    const counted = await count(file, options);
    if (counted === null) {
      unreadable = true;
      continue;
    }
    const { model, given, report } = counted;
    const dimensions = freeDimensionsOf(model.graph);
    const open = openDimensionsOf(model.graph, given);
    misspelt = isMisspelt(file, model, given, open) || misspelt;
    const comparison = base === null ? null : compareReports(base.report, report);
    if (options.json) {
      const record: ModelRecord = recordOf(
        { file, irVersion: model.irVersion, opset: opsetOf(model), dimensions },
        report,
        options.backward,
      );
      const diff = comparison === null ? {} : { diff: { base: options.diff, ...comparison } };
      await print(
        `${JSON.stringify({ ...record, ...diff }, (_, value) => (typeof value === 'bigint' ? exact(value) : value))}\n`,
      );
    } else {
      await print(`${terminalText(file, report, options.backward, open)}\n\n`);
      if (comparison !== null) await print(`${comparisonText(options.diff ?? '', comparison)}\n\n`);
    }
    for (const { name, limit } of options.limits) worst = worse(worst, exceeds(file, report, name, limit));
    if (options.badge !== undefined) writeBadge(options.badge, file, report);
  }
  if (unreadable) return EXIT.unreadable;
  if (misspelt) return EXIT.usage;
  return worst;
}

/** A limit that is exceeded for certain says more than one of which it is not known. */
const worse = (a: number, b: number): number => (a === EXIT.exceeded || b === EXIT.ok ? a : b);

/** Tells of names that the file has not; true where a dimension stays open, for which one of them may have been meant. */
function isMisspelt(
  file: string,
  { graph }: Model,
  { bind = {}, values = {} }: Given,
  open: readonly FreeDimension[],
): boolean {
  const unknown = [...Object.keys(bind), ...Object.keys(values)].filter((name) => !isBindable(graph, name));
  if (unknown.length === 0) return false;
  const names = open.map(({ name }) => name).join(', ');
  const left = open.length === 0 ? 'no dimension of its inputs is open' : `open are ${names}`;
  console.error(oneLine(`${file}: no dimension is named ${unknown.join(', ')}; ${left}`));
  return open.length > 0;
}

/** The exit code that a limit asks for. */
function exceeds(file: string, report: Report, name: Limit, limit: bigint): number {
  const { unit, of } = MEASURES[name];
  const { known, atLeast, unknownNodes } = of(report);
  if (BigInt(atLeast) > limit) {
    const least = known === null ? 'at least ' : '';
    console.error(`${file}: ${least}${integer(atLeast)} ${unit}, more than the limit of ${integer(limit)}`);
    return EXIT.exceeded;
  }
  if (known !== null) return EXIT.ok;
  const nodes = unknownNodes === 1 ? '1 node is' : `${integer(unknownNodes)} nodes are`;
  console.error(`${file}: ${nodes} not known, so it cannot be said whether it keeps to ${integer(limit)} ${unit}`);
  return EXIT.unknown;
}

function writeBadge(path: string, file: string, report: Report): void {
  const title = basename(file).replace(/\.onnx$/i, '');
  writeFileSync(path, renderBadge(modelBadge(badgeFactsOf(title, report))));
}

/** Waits for a pipe that is full. */
async function print(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resume) => process.stdout.once('drain', resume));
}

// `| head` closes the pipe early: no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  console.error(usage ? `flops: ${error.message}\n${USAGE}` : error);
  process.exitCode = usage ? EXIT.usage : EXIT.unreadable;
}
