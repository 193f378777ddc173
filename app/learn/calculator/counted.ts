// What the calculator says of a choice: the counts, the bytes, and which of a device's two limits
// would set the time.
import { duration, integer, si, significant } from '@/lib/core/format';
import { countModel } from '@/lib/flops/count';
import { problemOf } from './kind';
import { addressOf, type Choice, type Limits } from './kinds';

export interface Counted {
  readonly macs: number;
  readonly flops: number;
  readonly otherOps: number;
  readonly params: number;
  /** As the first layer of a network, which passes no gradient on. */
  readonly backwardMacs: number;
  /** Anywhere behind it, where its input needs a gradient, too. */
  readonly backwardMacsInside: number;
  /** Weights and activations, each once where it is read or written. */
  readonly bytes: number;
  /** FLOPs per byte; null where nothing moves. */
  readonly intensity: number | null;
  readonly limit: 'arithmetic' | 'bytes';
  /** What the slower of the two limits takes: no device is faster, most are slower. */
  readonly leastMs: number;
}

/** The time of each limit, milliseconds. */
export function limitTimes(
  { flops, bytes }: Pick<Counted, 'flops' | 'bytes'>,
  { gflops, gigabytes }: Limits,
): { readonly arithmeticMs: number; readonly bytesMs: number } {
  return { arithmeticMs: flops / (gflops * 1e6), bytesMs: bytes / (gigabytes * 1e6) };
}

/**
 * A text where the sizes do not fit. Counting is what a change costs: callers do it once and hand
 * it on.
 */
export function counted({ kind, sizes, limits }: Choice): Counted | string {
  const problem = problemOf(kind, sizes);
  if (problem !== null) return problem;
  const model = kind.build(sizes);
  const report = countModel(model);
  const flops = Number(report.flops);
  const bytes = Number(report.activationBytes) + report.weightBytes;
  const { arithmeticMs, bytesMs } = limitTimes({ flops, bytes }, limits);
  return {
    macs: Number(report.macs),
    flops,
    otherOps: Number(report.otherOps),
    params: report.params,
    backwardMacs: Number(report.backwardMacs),
    backwardMacsInside: Number(countModel(model, { inputGrad: true }).backwardMacs),
    bytes,
    intensity: bytes === 0 ? null : flops / bytes,
    limit: arithmeticMs >= bytesMs ? 'arithmetic' : 'bytes',
    leastMs: Math.max(arithmeticMs, bytesMs),
  };
}

/** The count as a Markdown table with its address, for an issue or a README. */
function markdownOf(choice: Choice, count: Counted, origin: string): string {
  const { kind, sizes, limits } = choice;
  const said = kind.sizes.map(({ key, label }) => `${label} ${sizes[key]}`).join(', ');
  const rows = [
    ['MACs', integer(count.macs)],
    ['FLOPs', si(count.flops, '')],
    ['Other operations', integer(count.otherOps)],
    ['Backward MACs, as a first layer', integer(count.backwardMacs)],
    ['Backward MACs, inside a network', integer(count.backwardMacsInside)],
    ['Parameters', integer(count.params)],
    ['Bytes at least', si(count.bytes, 'B')],
    ['FLOPs per byte', count.intensity === null ? '—' : significant(count.intensity)],
    [
      `At least, by ${count.limit}, at ${limits.gflops} GFLOPS and ${limits.gigabytes} GB/s`,
      duration(count.leastMs),
    ],
  ];
  return [
    `**[${kind.title}](${origin}${addressOf(choice)})**: ${said}`,
    '',
    '| | |',
    '|---|---:|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
  ].join('\n');
}

/** What the two copy buttons give; of sizes that do not fit there is only the address. */
export function sharedTexts(
  choice: Choice,
  count: Counted | string,
  origin: string,
): { readonly link: string; readonly markdown: string } {
  const link = `${origin}${addressOf(choice)}`;
  return { link, markdown: typeof count === 'string' ? link : markdownOf(choice, count, origin) };
}
