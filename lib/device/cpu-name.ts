// Names of processors as people and system tools write them → one spelling. Pages cannot read the
// CPU's name, so this reads only what a visitor declares ("12th Gen Intel(R) Core(TM) i7-12700H",
// "AMD Ryzen 7 5800X 8-Core Processor").
import { withoutMarks } from './gpu-name/marks';
import type { CpuArchitecture } from './user-agent';

export interface CpuName {
  readonly vendor: string;
  readonly model: string;
  readonly architecture: CpuArchitecture;
}

interface Rule {
  readonly vendor: string;
  /** The groups joined by spaces are the model. */
  readonly pattern: RegExp;
  readonly prefix: string;
  readonly architecture: CpuArchitecture;
}

const RULES: readonly Rule[] = [
  {
    vendor: 'Apple',
    prefix: '',
    pattern: /\b([MA]\d{1,2}[XZ]?)\b(?: (Pro|Max|Ultra)\b)?/i,
    architecture: 'arm64',
  },
  {
    vendor: 'Intel',
    prefix: 'Core Ultra ',
    pattern: /\bCore Ultra ([3579]) (\d{3}[A-Z]{0,2})\b/i,
    architecture: 'x86-64',
  },
  {
    vendor: 'Intel',
    prefix: 'Core ',
    pattern: /\b(i[3579]-\d{3,5}[A-Z]{0,2}\d?)\b/i,
    architecture: 'x86-64',
  },
  {
    vendor: 'Intel',
    prefix: 'Core ',
    pattern: /\bCore (?:Processor )?([3579]) (\d{3}[A-Z]{0,2})\b/i,
    architecture: 'x86-64',
  },
  {
    vendor: 'Intel',
    prefix: '',
    pattern:
      /\b(Xeon|Pentium|Celeron|Atom)((?: (?:Gold|Silver|Platinum|Bronze|W|E|Max))?[ -][A-Z]?\d?-?\d{3,5}[A-Z]{0,2})\b/i,
    architecture: 'x86-64',
  },
  { vendor: 'Intel', prefix: 'Processor ', pattern: /\b(N\d{2,3})\b/i, architecture: 'x86-64' },
  {
    vendor: 'AMD',
    prefix: 'Ryzen AI ',
    pattern: /\bRyzen AI ((?:Max\+? )?(?:Pro )?(?:[3579] )?(?:HX )?(?:Pro )?\d{3})\b/i,
    architecture: 'x86-64',
  },
  {
    vendor: 'AMD',
    prefix: 'Ryzen ',
    pattern: /\bRyzen (Threadripper(?: Pro)?) (\d{4}[A-Z]{0,3})\b/i,
    architecture: 'x86-64',
  },
  {
    vendor: 'AMD',
    prefix: 'Ryzen ',
    pattern: /\bRyzen ([3579](?: Pro)?) (\d{3,4}[A-Z\d]{0,3})\b/i,
    architecture: 'x86-64',
  },
  {
    vendor: 'AMD',
    prefix: '',
    pattern: /\b(EPYC|Athlon(?: (?:Gold|Silver|Pro))?) (\d{3,4}[A-Z]{0,2})\b/i,
    architecture: 'x86-64',
  },
  {
    vendor: 'Qualcomm',
    prefix: 'Snapdragon ',
    pattern:
      /\bSnapdragon (X2? (?:Elite|Plus)|X|8 Elite(?: Gen \d)?|[4678]s?\+? Gen \d|8cx Gen \d|\d{3}G?)\b/i,
    architecture: 'arm64',
  },
  {
    vendor: 'MediaTek',
    prefix: '',
    pattern: /\b(Dimensity|Helio|Kompanio) ([A-Z]?\d{2,4}[A-Z+]{0,2})/i,
    architecture: 'arm64',
  },
  { vendor: 'Samsung', prefix: 'Exynos ', pattern: /\bExynos (\d{3,4})\b/i, architecture: 'arm64' },
  { vendor: 'Google', prefix: 'Tensor ', pattern: /\bTensor (G\d)\b/i, architecture: 'arm64' },
  {
    vendor: 'Huawei',
    prefix: 'Kirin ',
    pattern: /\bKirin (\d{3,4}[A-Z]?)\b/i,
    architecture: 'arm64',
  },
];

const MAX_LENGTH = 128;

/**
 * Reads a processor from a text; null where it names none that the rules know: it is then shown as
 * declared, word for word.
 */
export function nameOfCpu(text: string): CpuName | null {
  const words = withoutMarks(text.slice(0, MAX_LENGTH));
  for (const { vendor, pattern, prefix, architecture } of RULES) {
    const [, ...groups] = pattern.exec(words) ?? [];
    if (groups.length === 0) continue;
    const parts = groups.flatMap((group) => (group === undefined ? [] : group.trim().split(' ')));
    return { vendor, model: prefix + parts.map(spelled).join(' '), architecture };
  }
  return null;
}

/** Model numbers in capitals, except "i7" and "8cx"; words with one. */
function spelled(word: string): string {
  if (/^i\d-/i.test(word)) return `i${word.slice(1).toUpperCase()}`;
  if (/^(?:epyc|hx)$/i.test(word)) return word.toUpperCase();
  if (/^\d(?:cx|s\+?)$/i.test(word)) return word.toLowerCase();
  return /\d/.test(word)
    ? word.toUpperCase()
    : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
