// ARM: Mali and Immortalis with their shader cores (MC11, MP3), which make them different GPUs;
// without a count the name covers several sizes. Panfrost and lima print "Mali-G52 r1 (Panfrost)"
// and "Mali450": the revision is no model.
import type { Identity } from '../name';
import type { Reading } from '../reading';

const MALI =
  /\b(mali|immortalis)[- ]?([GT]?\d{1,4}[A-Z]{0,3})(-immortalis|[- ](?:ultra|premium|pro)\b)?/i;
const CORES = /\b(MC|MP) ?(\d{0,2})\b/i;

/** Reads ARM's names; null for those of other vendors. */
export function arm({ words }: Reading): Identity | null {
  const found = MALI.exec(words);
  if (found === null)
    return /^(?:arm|mali|immortalis)\b/i.test(words) ? { vendor: 'ARM', model: null } : null;
  const number = (found[2] ?? '').toUpperCase();
  const suffix = (found[3] ?? '').slice(1).toLowerCase();
  const immortalis = suffix === 'immortalis' || (found[1] ?? '').toLowerCase() === 'immortalis';
  const tier =
    suffix === '' || suffix === 'immortalis'
      ? ''
      : `-${suffix.charAt(0).toUpperCase()}${suffix.slice(1)}`;
  const cores = CORES.exec(words.slice(found.index + found[0].length));
  const count = cores === null ? null : `${(cores[1] ?? '').toUpperCase()}${cores[2] ?? ''}`;
  const base = `${immortalis ? 'Immortalis' : 'Mali'}-${number}${tier}`;
  return {
    vendor: 'ARM',
    model: count === null ? base : `${base} ${count}`,
    variant: count,
    architecture: architectureOf(number),
    ambiguous: count === null || !/\d/.test(count),
  };
}

function architectureOf(number: string): string | null {
  if (/^T[678]\d\d$/.test(number)) return 'midgard';
  if (/^(?:4[05]0|[23]00)$/.test(number)) return 'utgard';
  if (/^G(?:31|5[12]|7[126])$/.test(number)) return 'bifrost';
  if (/^G(?:57|68|7[78]|[35]10|6?610|6[01]5|615|710|715)(?:AE)?$/.test(number)) return 'valhall';
  return /^G(?:[67]2[05]|925|1)$/.test(number) ? 'gen-5' : null;
}
