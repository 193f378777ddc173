// `npm run -s flops -- FILE…`: MACs, FLOPs, parameters and memory of ONNX files, per layer and in total. Exit codes: 0 ok,
// 1 a file cannot be read, 2 bad usage, 3 a limit is exceeded.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { renderBadge } from '@/lib/badge/badge';
import { modelBadge } from '@/lib/badge/model-badge';
import { integer } from '@/lib/core/format';
import { compareReports } from '@/lib/flops/compare';
import { type CountOptions, countModel, type Report } from '@/lib/flops/count';
import type { Count } from '@/lib/flops/exact';
import { bindableNames, freeDimensionsOf } from '@/lib/flops/free-dimensions';
import { exact, type ModelRecord, opsetOf, recordOf } from '@/lib/flops/record';
import { comparisonText, terminalText } from '@/lib/flops/text';
import type { Model } from '@/lib/onnx/ir';
import { loadModel } from '@/lib/onnx/load';
import { describeReadError } from '@/lib/onnx/read-error';
import { withFile } from './file-source';

const USAGE = `Usage: npm run -s flops -- FILE... [options]

  --json                  one JSON object per file, on one line
  --bind NAME=N[,...]     extents of symbolic dimensions; the i-th unnamed one of input x is 'x[i]'; exit code 2 where
                          one stays open and another name was given
  --backward              the backward pass per layer, too
  --max-macs N            exit code 3 if a file has more MACs
  --max-params N          ... more trainable parameters
  --max-bytes N           ... more bytes of weights
  --diff BASE.onnx        what changed against BASE, per layer and in total
  --badge OUT.svg         write a badge (one FILE)
  --help`;

const EXIT = { ok: 0, unreadable: 1, usage: 2, exceeded: 3 } as const;

class UsageError extends Error {}

const LIMITS = ['max-macs', 'max-params', 'max-bytes'] as const;
type Limit = (typeof LIMITS)[number];

const MEASURES: Readonly<Record<Limit, { readonly unit: string; readonly of: (report: Report) => Count }>> = {
  'max-macs': { unit: 'MACs', of: ({ macs }) => macs },
  'max-params': { unit: 'parameters', of: ({ params }) => params },
  'max-bytes': { unit: 'bytes of weights', of: ({ weightBytes }) => weightBytes },
};

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      bind: { type: 'string', multiple: true, default: [] },
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
  return { ...values, files: positionals, bind: bindingsOf(values.bind), limits };
}

function wholeNumber(what: string, text: string): bigint {
  if (!/^\d+$/.test(text)) throw new UsageError(`${what} takes a whole number, not '${text}'`);
  return BigInt(text);
}

function bindingsOf(lists: readonly string[]): Record<string, number> {
  const pairs = lists.flatMap((list) => list.split(',')).filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      if (at < 1) throw new UsageError(`--bind takes NAME=N, not '${pair}'`);
      const extent = Number(wholeNumber('--bind', pair.slice(at + 1).trim()));
      if (!Number.isSafeInteger(extent)) throw new UsageError(`--bind: ${extent} is out of range`);
      return [pair.slice(0, at).trim(), extent] as const;
    }),
  );
}

interface Counted {
  readonly model: Model;
  readonly report: Report;
}

/** Null, with a line on stderr, for a file that cannot be read. */
async function count(path: string, options: CountOptions): Promise<Counted | null> {
  try {
    const loaded = await withFile(path, (source) => loadModel(source));
    if (loaded.ok) return { model: loaded.value, report: countModel(loaded.value, options) };
    console.error(oneLine(`${path}: ${describeReadError(loaded.error)}`));
  } catch (error) {
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
  let exceeded = false;
  let misspelt = false;
  for (const file of options.files) {
    const counted = await count(file, options);
    if (counted === null) {
      unreadable = true;
      continue;
    }
    const { model, report } = counted;
    misspelt = isMisspelt(file, model, options.bind) || misspelt;
    const comparison = base === null ? null : compareReports(base.report, report);
    if (options.json) {
      const record: ModelRecord = recordOf(
        { file, irVersion: model.irVersion, opset: opsetOf(model) },
        report,
        options.backward,
      );
      const diff = comparison === null ? {} : { diff: { base: options.diff, ...comparison } };
      await print(
        `${JSON.stringify({ ...record, ...diff }, (_, value) => (typeof value === 'bigint' ? exact(value) : value))}\n`,
      );
    } else {
      await print(`${terminalText(file, report, options.backward)}\n\n`);
      if (comparison !== null) await print(`${comparisonText(options.diff ?? '', comparison)}\n\n`);
    }
    for (const { name, limit } of options.limits) exceeded = isExceeded(file, report, name, limit) || exceeded;
    if (options.badge !== undefined) writeBadge(options.badge, file, report);
  }
  if (unreadable) return EXIT.unreadable;
  if (misspelt) return EXIT.usage;
  return exceeded ? EXIT.exceeded : EXIT.ok;
}

/** Tells of names that the file has not; true where a dimension stays open, for which one of them may have been meant. */
function isMisspelt(file: string, { graph }: Model, bind: Readonly<Record<string, number>>): boolean {
  const known = bindableNames(graph);
  const unknown = Object.keys(bind).filter((name) => !known.has(name));
  if (unknown.length === 0) return false;
  const open = freeDimensionsOf(graph).flatMap(({ name }) => (Object.hasOwn(bind, name) ? [] : [name]));
  const left = open.length === 0 ? 'no dimension of its inputs is open' : `open are ${open.join(', ')}`;
  console.error(oneLine(`${file}: no dimension is named ${unknown.join(', ')}; ${left}`));
  return open.length > 0;
}

function isExceeded(file: string, report: Report, name: Limit, limit: bigint): boolean {
  const { unit, of } = MEASURES[name];
  const value = BigInt(of(report));
  if (value > limit) {
    console.error(`${file}: ${integer(value)} ${unit}, more than the limit of ${integer(limit)}`);
    return true;
  }
  const open = report.coverage.unknown.length;
  if (name === 'max-macs' && open > 0) {
    console.error(`${file}: ${open} nodes are not counted, so the limit on MACs holds only for the rest`);
  }
  return false;
}

function writeBadge(path: string, file: string, report: Report): void {
  const title = basename(file).replace(/\.onnx$/i, '');
  const badge = modelBadge({ title, flops: Number(report.flops), params: report.params });
  writeFileSync(path, renderBadge(badge));
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
