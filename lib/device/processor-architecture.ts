// The processor's architecture from what cannot lie. The User-Agent string says "x86_64" or "Win64"
// on every Linux, ChromeOS and Windows machine (Firefox and reduced Chromium alike), and "Intel
// Mac" on every Mac, so it counts only where it says something rarer. What decides: client hints,
// unless the sign of a produced NaN denies them; that sign; a GPU that is built into processors of
// one architecture alone. Else nobody here knows.
import type { UserAgentData } from './environment';
import type { GpuName } from './gpu-name/gpu-name';

export type CpuArchitecture = 'x86-64' | 'x86' | 'arm64' | 'arm';

export interface ArchitectureEvidence {
  readonly userAgent: string;
  readonly hints: Pick<UserAgentData, 'architecture' | 'bitness'> | null;
  readonly nanByte: number | undefined;
  readonly gpu: GpuName | null;
}

/**
 * The processor's architecture from several witnesses: hints, the NaN that it makes, the GPU. Null
 * where they contradict each other or say nothing.
 */
export function architectureOf({
  userAgent,
  hints,
  nanByte,
  gpu,
}: ArchitectureEvidence): CpuArchitecture | null {
  const made = nanByte === 255 ? 'x86' : nanByte === 127 ? 'arm' : null;
  const said = (hints === null ? null : hinted(hints)) ?? rareWordIn(userAgent);
  if (said !== null && made !== null && !said.startsWith(made)) {
    // Android that asks for desktop pages hints x86 from ARM; x86 code that says it is on ARM is
    // emulated, a class of its own.
    return made === 'arm' ? 'arm64' : null;
  }
  if (said !== null) return said;
  if (!/\b(?:x86_64|amd64|win64|wow64|x64|intel mac)\b/i.test(userAgent)) return null;
  const family = made ?? familyOfGpu(gpu);
  return family === null ? null : family === 'x86' ? 'x86-64' : 'arm64';
}

function hinted({
  architecture,
  bitness,
}: Pick<UserAgentData, 'architecture' | 'bitness'>): CpuArchitecture | null {
  if (architecture === 'x86') return bitness === '64' ? 'x86-64' : 'x86';
  if (architecture === 'arm') return bitness === '64' ? 'arm64' : 'arm';
  return null;
}

/** Words that no browser freezes. */
function rareWordIn(userAgent: string): CpuArchitecture | null {
  if (/\b(?:aarch64|arm64|armv8l?)\b/i.test(userAgent)) return 'arm64';
  if (/\b(?:iPhone|iPad|iPod)\b/.test(userAgent)) return 'arm64';
  if (/\barmv?[67]l?\b/i.test(userAgent)) return 'arm';
  return /\bi[3-6]86\b/i.test(userAgent) ? 'x86' : null;
}

const ON_ARM: ReadonlySet<string> = new Set([
  'Apple',
  'ARM',
  'Qualcomm',
  'Samsung',
  'Broadcom',
  'Huawei',
]);

/** Of GPUs that are part of a processor, and only where the very GPU is named. */
function familyOfGpu(gpu: GpuName | null): 'x86' | 'arm' | null {
  if (gpu?.kind !== 'gpu' || gpu.vendor === null || gpu.model === null) return null;
  if (ON_ARM.has(gpu.vendor) || /^(?:Tegra|Orin|Thor|GB10$)/.test(gpu.model)) return 'arm';
  if (gpu.vendor === 'Intel' && /^(?:HD|UHD|Iris (?!Xe MAX))/.test(gpu.model)) return 'x86';
  return gpu.vendor === 'AMD' && gpu.soc !== undefined ? 'x86' : null;
}
