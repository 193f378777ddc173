// The devices a visitor can pick from when declaring hardware: the GPUs of the peak table and the
// processors that people have most. Free words are accepted beside them, so the list need not be
// complete.
import { searchNames } from '../core/name-search';
import { declaredTitle } from './declared';
import { gpuTitle, nameOfRenderer } from './gpu-name/gpu-name';
import { OWN_PEAKS } from './peaks/own';

/** Maker and line → model numbers. */
const CPUS: Readonly<Record<string, string>> = {
  Intel: `
    i3-1115G4, i3-12100, i5-1135G7, i5-1235U, i5-1240P, i5-1335U, i5-1340P, i5-8250U, i5-8265U,
    i5-8400, i5-9400F,
    i5-10210U, i5-10400, i5-11400H, i5-12400F, i5-12450H, i5-12500H, i5-12600K, i5-13400F,
    i5-13420H, i5-13500H,
    i5-13600K, i5-14600K, i7-1165G7, i7-1255U, i7-1260P, i7-1355U, i7-1360P, i7-6700HQ, i7-7700HQ,
    i7-8550U,
    i7-8565U, i7-8700K, i7-8750H, i7-9700K, i7-9750H, i7-10510U, i7-10700K, i7-10750H, i7-11800H,
    i7-12650H,
    i7-12700H, i7-12700K, i7-13620H, i7-13650HX, i7-13700H, i7-13700K, i7-14650HX, i7-14700K,
    i9-9900K, i9-10900K,
    i9-11900H, i9-12900H, i9-12900K, i9-13900H, i9-13900HX, i9-13900K, i9-14900HX, i9-14900K, N100,
    N200`,
  'Intel Core Ultra': `
    5 125H, 5 125U, 5 225H, 5 226V, 5 245K, 7 155H, 7 155U, 7 255H, 7 258V, 7 265K, 7 265KF, 9
    185H, 9 275HX, 9
    285H, 9 285K, 9 288V`,
  'AMD Ryzen': `
    3 3200G, 3 5300U, 5 2600, 5 3500U, 5 3600, 5 4500U, 5 4600H, 5 5500U, 5 5600, 5 5600G, 5 5600H,
    5 5600X, 5
    5625U, 5 6600H, 5 7520U, 5 7530U, 5 7535HS, 5 7600, 5 7600X, 5 7640HS, 5 8600G, 5 8645HS, 5
    9600X, 7 2700X, 7
    3700X, 7 4700U, 7 4800H, 7 5700G, 7 5700U, 7 5700X, 7 5700X3D, 7 5800H, 7 5800X, 7 5800X3D, 7
    6800H, 7 6800HS, 7
    7700, 7 7700X, 7 7730U, 7 7735HS, 7 7800X3D, 7 7840HS, 7 7840U, 7 8700G, 7 8840U, 7 8845HS, 7
    9700X, 7 9800X3D,
    9 3900X, 9 5900HX, 9 5900X, 9 5950X, 9 6900HS, 9 7900X, 9 7940HS, 9 7945HX, 9 7950X, 9 7950X3D,
    9 8945HS, 9
    9900X, 9 9950X, 9 9950X3D`,
  'AMD Ryzen AI': '5 340, 7 350, 9 365, 9 HX 370, 9 HX 375, Max 385, Max 390, Max+ 395',
  Apple: `
    M1, M1 Pro, M1 Max, M1 Ultra, M2, M2 Pro, M2 Max, M2 Ultra, M3, M3 Pro, M3 Max, M3 Ultra, M4,
    M4 Pro, M4 Max,
    M5, A15, A16, A17 Pro, A18, A18 Pro`,
  'Qualcomm Snapdragon': `
    X Elite, X Plus, 8cx Gen 3, 7 Gen 1, 7s Gen 2, 8 Gen 1, 8 Gen 2, 8 Gen 3, 8 Elite, 695, 778G,
    870, 888`,
  'Samsung Exynos': '1380, 1480, 2200, 2400',
  'Google Tensor': 'G1, G2, G3, G4, G5',
  MediaTek: 'Helio G99, Dimensity 700, Dimensity 7050, Dimensity 8300, Dimensity 9300',
};

/** "Intel Core i7-12700H", in the spelling of the declared devices' pages. */
export const KNOWN_CPUS: readonly string[] = Object.entries(CPUS).flatMap(([line, models]) =>
  models.split(',').map((model) => declaredTitle('cpu', `${line} ${model.trim()}`)),
);

export const KNOWN_GPUS: readonly string[] = OWN_PEAKS.map(([slug]) =>
  gpuTitle(nameOfRenderer(slug.replaceAll('-', ' '))),
);

/** The likest first, of equally like ones the shortest. */
export function searchKnown(known: readonly string[], query: string, limit = 8): readonly string[] {
  const shortest = [...known].sort((a, b) => a.length - b.length);
  return searchNames(shortest, (name) => name, query, limit).items;
}
