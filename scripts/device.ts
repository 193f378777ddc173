// `npm run -s device -- "RENDERER STRING" [--json]`: the canonical form of one string, or of a file of them, one JSON object
// per line in the order of the lines. An adapter info may be given as its JSON. Exit 0 ok, 2 bad usage, 1 unreadable file.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type NameReport, reportName } from '@/lib/device/gpu-name/report';

const USAGE = `Usage: npm run -s device -- "RENDERER STRING" [--json]
       npm run -s device -- --file FILE      (a string per line, "-" is standard input; prints a JSON object per line)`;

async function main(): Promise<number> {
  const parsed = read();
  if (parsed === null) return usage();
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.file !== undefined) return positionals.length === 0 ? nameFile(values.file) : usage();
  const [raw] = positionals;
  if (raw === undefined || positionals.length > 1) return usage();
  const report = reportName(raw);
  console.log(values.json ? JSON.stringify(report) : human(report));
  return 0;
}

function read() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, file: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch {
    return null;
  }
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

async function nameFile(path: string): Promise<number> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!process.stdout.write(`${JSON.stringify(reportName(line))}\n`))
        await new Promise((resume) => process.stdout.once('drain', resume));
    }
  } catch (error) {
    console.error(`device: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  return 0;
}

function human(report: NameReport): string {
  const flags = (['software', 'virtual', 'masked', 'ambiguous'] as const).filter((flag) => report[flag] === true);
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['name', report.title],
    ['slug', report.slug],
    ['kind', report.kind],
    ['vendor', report.vendor],
    ['model', report.model],
    ['variant', report.variant],
    ['architecture', report.architecture],
    ['flags', flags.length === 0 ? null : flags.join(', ')],
    ['device id', report.pciId],
    ['bucket', report.bucket],
    ['processor', report.soc],
    ['table', `version ${report.tableVersion}`],
  ];
  return rows.map(([label, value]) => `${label.padEnd(13)}${value ?? '—'}`).join('\n');
}

// `| head` closes the pipe early: no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await main();
