// `device`: the canonical form of one string, or of a file of them, one JSON object per line in the
// order of the lines. An adapter info may be given as its JSON.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type NameReport, reportName } from '@/lib/device/gpu-name/report';
import { defineCommand, type Exit, flag, optionalArgument, text, UsageError } from '../command';

export const command = defineCommand({
  args: { renderer: optionalArgument('STRING', 'what WebGL or WebGPU calls the hardware') },
  options: {
    file: text('FILE', 'a string per line, - for standard input; prints a JSON object per line'),
    json: flag('one JSON object on stdout'),
  },
  exits: { 1: 'the file cannot be read' },
  run: async ({ renderer, file, json }) => {
    if ((renderer === undefined) === (file === undefined))
      throw new UsageError('either a STRING or --file FILE');
    if (file !== undefined) return nameFile(file);
    const report = reportName(renderer ?? '');
    console.log(json ? JSON.stringify(report) : human(report));
    return 0;
  },
});

async function nameFile(path: string): Promise<Exit> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!process.stdout.write(`${JSON.stringify(reportName(line))}\n`))
        await new Promise((resume) => process.stdout.once('drain', resume));
    }
  } catch (error) {
    console.error(
      `device: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  }
  return 0;
}

function human(report: NameReport): string {
  const flags = (['software', 'virtual', 'masked', 'ambiguous'] as const).filter(
    (flag) => report[flag] === true,
  );
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
