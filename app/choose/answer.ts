// The answer for one model, budget and mix, on each backend: who is within the budget, by what was
// measured where somebody did, else by prediction.
import type { Backend } from '@/lib/core/backend';
import type { DeviceEnvironment } from '@/lib/device/environment';
import { listedDeviceOf } from '@/lib/device/listed';
import type { Charges } from '@/lib/predict/charges';
import { type MixTime, shareWithin, upperQuartile, type Within } from '@/lib/predict/choose';
import { calibrationOf, type DevicePrices } from '@/lib/predict/devices';
import type { MixRow } from '@/lib/predict/mix';
import { predict } from '@/lib/predict/predict';

/** What people measured of the model on a device, as the board has it. */
export interface MeasuredCell {
  readonly deviceSlug: string;
  readonly backend: Backend;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly people: number;
}

export interface MixLine {
  readonly name: string;
  readonly slug: string;
  readonly share: number;
  readonly ms: number | null;
  readonly measured: boolean;
  readonly deviation: number;
}

export interface Answer {
  readonly backend: Backend;
  readonly within: Within;
  readonly lines: readonly MixLine[];
}

/** The backends that a page can choose between without a person’s help. */
const CHOSEN_BACKENDS = ['webgpu', 'wasm'] as const satisfies readonly Backend[];

/**
 * How far the upper quartile of people lies above a prediction of the median, where nobody measured
 * it.
 */
const PEOPLE_SPREAD = 0.12;
/** Three of four in a normal distribution. */
const QUARTILE = 0.6745;

function environmentOf({ renderer, userAgent }: MixRow): DeviceEnvironment {
  return {
    userAgent,
    userAgentData: null,
    cores: null,
    webgl: { vendor: '', renderer },
    webgpu: {
      status: 'available',
      vendor: '',
      architecture: '',
      device: '',
      description: renderer,
      fallbackAdapter: null,
      features: [],
    },
  };
}

const UNNAMED = { name: 'Not named by the source', slug: '' } as const;

interface Known {
  readonly charges: Charges;
  readonly prices: readonly DevicePrices[];
  readonly cells: readonly MeasuredCell[];
}

function lineOf(row: MixRow, backend: Backend, { charges, prices, cells }: Known): MixLine {
  // A browser that hides its GPU is a device of the board; a row that names none is not.
  if (row.renderer === '' && row.userAgent === '')
    return { ...UNNAMED, share: row.share, ms: null, measured: false, deviation: 0 };
  const { slug, name } = listedDeviceOf(environmentOf(row), backend);
  const common = { name, slug, share: row.share };
  const cell = cells.find((each) => each.deviceSlug === slug && each.backend === backend);
  if (cell !== undefined) {
    const spread = Math.log(Math.max(1.02, cell.p90Ms / cell.p50Ms)) / 1.2816;
    const deviation = Math.max(0.02, spread / Math.sqrt(cell.people));
    return { ...common, ms: upperQuartile(cell.p50Ms, cell.p90Ms), measured: true, deviation };
  }
  const found = prices.find(
    (each) => each.slug === slug && each.backend === backend && each.threads === 'max',
  );
  if (found === undefined) return { ...common, ms: null, measured: false, deviation: 0 };
  const { ms, highMs } = predict(charges, calibrationOf(found));
  const deviation = Math.log(highMs / ms) / 1.645;
  return { ...common, ms: ms * Math.exp(QUARTILE * PEOPLE_SPREAD), measured: false, deviation };
}

/** Rows of one device are one line. */
function joined(lines: readonly MixLine[]): readonly MixLine[] {
  const found = new Map<string, MixLine>();
  for (const line of lines) {
    const before = found.get(line.slug);
    found.set(
      line.slug,
      before === undefined ? line : { ...before, share: before.share + line.share },
    );
  }
  return [...found.values()].toSorted((a, b) => b.share - a.share);
}

export function answerOf(
  mix: readonly MixRow[],
  budgetMs: number,
  known: Known,
): readonly Answer[] {
  return CHOSEN_BACKENDS.map((backend) => {
    const lines = joined(mix.map((row) => lineOf(row, backend, known)));
    return { backend, lines, within: shareWithin(lines satisfies readonly MixTime[], budgetMs) };
  });
}
