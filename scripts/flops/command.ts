// The command `flops`, as the repository and the npm package have it: MACs, FLOPs, parameters and
// memory of ONNX files, per layer, by operator or by block, and in total. Exit codes:
// docs/counting.md, "What a result says".
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { renderBadge } from '@/lib/badge/badge';
import { modelBadge } from '@/lib/badge/model-badge';
import type { Result } from '@/lib/core/result';
import { parseAssumptions, parseBindings, parseValues } from '@/lib/flops/bindings';
import { BUDGETS, type Budget, checkBudget, type Finding } from '@/lib/flops/budget';
import { compareReports } from '@/lib/flops/compare';
import { countModel, type Report } from '@/lib/flops/count';
import {
  type FreeDimension,
  freeDimensionsOf,
  isBindable,
  openDimensionsOf,
} from '@/lib/flops/free-dimensions';
import { badgeFactsOf, exact, type ModelRecord, opsetOf, recordOf } from '@/lib/flops/record';
import { comparisonText, isSummary, terminalText } from '@/lib/flops/text';
import type { Given } from '@/lib/onnx/infer/given';
import type { Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { describeReadError } from '@/lib/onnx/read-error';
import { sidecarsOf, withFile } from '../file-source';

const usageOf = (command: string): string => `Usage: ${command} FILE... [options]

  --json                  one JSON object per file, on one line
  --bind NAME=N[,...]     extents of dimensions: by name, or by place as 'input[2]', also over
                          fixed ones; exit code 2
                          where one stays open and a name was given that the file has not
  --value INPUT=V[,...]   elements of an input (sr=16000, use_cache_branch=true, sizes=1,3,640)
  --assume detections=N   how many elements a detector selects where only the data decide
  --by operator|block     the summary alone, with shares, largest first (default: every layer)
  --backward              the backward pass per layer, too
  --max-macs N            exit code 3 if a file has more MACs, 4 if some are not known
  --max-params N          exit code 3 if it has more parameters
  --max-bytes N           exit code 3 if it has more bytes of weights
  --diff BASE.onnx        what changed against BASE, per layer and in total
  --badge OUT.svg         write a badge (one FILE)
  --help

Weights beside a model stay unread; small tensors there that decide its shapes are read from its
folder.`;

const EXIT = { ok: 0, unreadable: 1, usage: 2, exceeded: 3, unknown: 4 } as const;

type Exit = (typeof EXIT)[keyof typeof EXIT];

class UsageError extends Error {}

function parse(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      bind: { type: 'string', multiple: true, default: [] },
      value: { type: 'string', multiple: true, default: [] },
      assume: { type: 'string', multiple: true, default: [] },
      by: { type: 'string' },
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
  if (values.badge !== undefined && positionals.length > 1)
    throw new UsageError('--badge takes one file');
  const { by } = values;
  if (by !== undefined && !isSummary(by))
    throw new UsageError(`--by takes operator or block, not '${by}'`);
  const budgets = BUDGETS.flatMap((name): Budget[] => {
    const text = values[`max-${name}`];
    return text === undefined ? [] : [{ name, limit: wholeNumber(`--max-${name}`, text) }];
  });
  const inputValues = orUsage(parseValues(values.value));
  const assume = orUsage(parseAssumptions(values.assume));
  // Names are a file's: what is malformed whatever they are is told before any file is opened.
  orUsage(parseBindings(values.bind, () => true));
  return { ...values, by, files: positionals, inputValues, assume, budgets };
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
    const loaded = await withFile(path, (source) =>
      loadModel(source, { openSidecar: sidecarsOf(path) }),
    );
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

async function run(options: Options): Promise<Exit> {
  const base = options.diff === undefined ? null : await count(options.diff, options);
  let unreadable = options.diff !== undefined && base === null;
  let worst: Exit = EXIT.ok;
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
      await print(
        `${terminalText(file, report, { by: options.by ?? 'layer', withBackward: options.backward, open })}\n\n`,
      );
      if (comparison !== null) await print(`${comparisonText(options.diff ?? '', comparison)}\n\n`);
    }
    for (const budget of options.budgets)
      worst = worse(worst, judge(file, checkBudget(report, budget)));
    if (options.badge !== undefined) writeBadge(options.badge, file, report);
  }
  if (unreadable) return EXIT.unreadable;
  if (misspelt) return EXIT.usage;
  return worst;
}

/** A limit that is exceeded for certain says more than one of which it is not known. */
const worse = (a: Exit, b: Exit): Exit => (a === EXIT.exceeded || b === EXIT.ok ? a : b);

/**
 * Tells of names that the file has not; true where a dimension stays open, for which one of them
 * may have been meant.
 */
function isMisspelt(
  file: string,
  { graph }: Model,
  { bind = {}, values = {} }: Given,
  open: readonly FreeDimension[],
): boolean {
  const unknown = [...Object.keys(bind), ...Object.keys(values)].filter(
    (name) => !isBindable(graph, name),
  );
  if (unknown.length === 0) return false;
  const names = open.map(({ name }) => name).join(', ');
  const left = open.length === 0 ? 'no dimension of its inputs is open' : `open are ${names}`;
  console.error(oneLine(`${file}: no dimension is named ${unknown.join(', ')}; ${left}`));
  return open.length > 0;
}

/** The exit code that a budget asks for. */
function judge(file: string, { verdict, text }: Finding): Exit {
  if (verdict === 'kept') return EXIT.ok;
  console.error(`${file}: ${text}`);
  return verdict === 'exceeded' ? EXIT.exceeded : EXIT.unknown;
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

/**
 * Runs the command and answers with its exit code.
 * @param command what a person types before the arguments, as the usage shows it
 */
export async function flopsCommand(command: string, args: readonly string[]): Promise<Exit> {
  // `| head` closes the pipe early: no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? 0 : 1),
  );
  try {
    const options = parse(args);
    if (!options.help) return await run(options);
    console.log(usageOf(command));
    return EXIT.ok;
  } catch (error) {
    const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
    console.error(usage ? `flops: ${error.message}\n${usageOf(command)}` : error);
    return usage ? EXIT.usage : EXIT.unreadable;
  }
}
