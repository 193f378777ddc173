// The machines of generated runs: what their browsers name, how fast their parts are, and how many
// people have one. Peaks come from the project's table where it knows the device
// (lib/device/peaks); others state what their vendor says.
import { type Browser, CHROMIUM_MAJORS, chromium, firefox, safari } from './browsers';

/** A GPU as Dawn and ANGLE name it. */
export interface Gpu {
  /** Adapter of WebGPU. */
  readonly vendor: string;
  readonly architecture: string;
  readonly renderer: string;
  /** Of devices that the table of peaks does not have, 10⁹ FLOP/s in fp32. */
  readonly gflops?: number;
  readonly gigabytesPerSecond: number;
  readonly half: boolean;
  /**
   * Each dispatch, microseconds (arXiv 2604.02344: 24 to 71 by backend and vendor, before fusion in
   * one queue).
   */
  readonly dispatchUs: number;
  readonly software?: true;
}

export interface Machine {
  readonly gpu: Gpu | null;
  readonly cores: number;
  /** A large fp32 product on one thread of WebAssembly, 10⁹ FLOP/s. */
  readonly threadGflops: number;
  readonly gigabytesPerSecond: number;
  readonly memoryGiB: number;
  readonly portable: boolean;
  /** Slowdown of ten hot minutes. */
  readonly throttling: number;
  /** fp16 rate of an accelerator behind WebNN, 10⁹ FLOP/s; null: no WebNN. */
  readonly npuGflops: number | null;
  /** The usual one first; every fifth person has one of the others. */
  readonly browsers: readonly ((major: number) => Browser)[];
  readonly people: number;
  /** Of them, how many measured the suite `full`. */
  readonly full: number;
  /**
   * A driver that came in the last days: those from this one on have it, and their GPU is so many
   * times as fast.
   */
  readonly newDriver?: { readonly from: number; readonly times: number };
}

const d3d = (vendor: string, gpu: string): string =>
  `ANGLE (${vendor}, ${gpu} Direct3D11 vs_5_0 ps_5_0, D3D11)`;

const nvidia = (model: string, architecture: string, gigabytesPerSecond: number): Gpu => ({
  vendor: 'nvidia',
  architecture,
  renderer: d3d('NVIDIA', `NVIDIA GeForce ${model}`),
  gigabytesPerSecond,
  half: architecture !== 'pascal',
  dispatchUs: 9,
});
const amd = (model: string, architecture: string, gigabytesPerSecond: number): Gpu => ({
  vendor: 'amd',
  architecture,
  renderer: d3d('AMD', `AMD ${model}`),
  gigabytesPerSecond,
  half: true,
  dispatchUs: 11,
});
const intel = (
  model: string,
  architecture: string,
  gigabytesPerSecond: number,
  gflops?: number,
): Gpu => ({
  vendor: 'intel',
  architecture,
  renderer: d3d('Intel', `Intel(R) ${model}`),
  gigabytesPerSecond,
  half: true,
  dispatchUs: 18,
  ...(gflops !== undefined && { gflops }),
});
const apple = (model: string, gigabytesPerSecond: number, gflops?: number): Gpu => ({
  vendor: 'apple',
  architecture: 'metal-3',
  renderer: `ANGLE (Apple, ANGLE Metal Renderer: Apple ${model}, Unspecified Version)`,
  gigabytesPerSecond,
  half: true,
  dispatchUs: 14,
  ...(gflops !== undefined && { gflops }),
});
const mobile = (
  vendor: string,
  architecture: string,
  renderer: string,
  gflops: number,
  bandwidth: number,
): Gpu => ({
  vendor,
  architecture,
  renderer,
  gflops,
  gigabytesPerSecond: bandwidth,
  half: true,
  dispatchUs: 32,
});
const SWIFTSHADER: Gpu = {
  vendor: 'google',
  architecture: 'swiftshader',
  renderer:
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
  gflops: 12,
  gigabytesPerSecond: 8,
  half: false,
  dispatchUs: 120,
  software: true,
};

const onWindows = (major: number): Browser => chromium('Windows', major);
const edge = (major: number): Browser => chromium('Windows', major, { brand: 'Microsoft Edge' });
const brave = (major: number): Browser => chromium('Windows', major, { brand: 'Brave' });
const onMac = (major: number): Browser => chromium('macOS', major, { architecture: 'arm' });
const onLinux = (major: number): Browser => chromium('Linux', major);
const foxOnWindows = (major: number): Browser => firefox('Windows', major - 6);
const foxOnLinux = (major: number): Browser => firefox('Linux', major - 6);
const maskedFox = (major: number): Browser => firefox('Windows', major - 6, true);
const android =
  (model: string) =>
  (major: number): Browser =>
    chromium('Android', major, { model });

const tower = (
  gpu: Gpu,
  cores: number,
  threadGflops: number,
  people: number,
  { full = 0, browsers = [onWindows, edge], gigabytesPerSecond = 55 }: Partial<Machine> = {},
): Machine => ({
  gpu,
  cores,
  threadGflops,
  gigabytesPerSecond,
  memoryGiB: 8,
  portable: false,
  throttling: 0.01,
  npuGflops: null,
  browsers,
  people,
  full,
});
const laptop = (
  gpu: Gpu | null,
  cores: number,
  threadGflops: number,
  people: number,
  {
    full = 0,
    browsers = [onWindows, edge],
    gigabytesPerSecond = 45,
    npuGflops = null,
    throttling = 0.18,
  }: Partial<Machine> = {},
): Machine => ({
  gpu,
  cores,
  threadGflops,
  gigabytesPerSecond,
  memoryGiB: 8,
  portable: true,
  throttling,
  npuGflops,
  browsers,
  people,
  full,
});
const phone = (
  gpu: Gpu | null,
  cores: number,
  threadGflops: number,
  people: number,
  browser: (major: number) => Browser,
  { gigabytesPerSecond = 20, memoryGiB = 8, full = 0 }: Partial<Machine> = {},
): Machine => ({
  gpu,
  cores,
  threadGflops,
  gigabytesPerSecond,
  memoryGiB,
  portable: true,
  throttling: 0.35,
  npuGflops: null,
  browsers: [browser],
  people,
  full,
});

export const FLEET: readonly Machine[] = [
  // Desktops
  tower(nvidia('RTX 5090', 'blackwell', 1792), 32, 46, 7),
  tower(nvidia('RTX 5070 Ti', 'blackwell', 896), 16, 45, 9),
  tower(nvidia('RTX 4090', 'lovelace', 1008), 32, 42, 14, { full: 2 }),
  tower(nvidia('RTX 4070', 'lovelace', 504), 16, 40, 38, {
    full: 3,
    browsers: [onWindows, edge, foxOnWindows, brave],
  }),
  tower(nvidia('RTX 4060', 'lovelace', 272), 12, 38, 22),
  // What networks agreed on moves within days: disputed rows.
  { ...tower(nvidia('RTX 3080', 'ampere', 760), 16, 34, 14), newDriver: { from: 5, times: 1.6 } },
  tower(nvidia('RTX 3060', 'ampere', 360), 12, 31, 29, {
    full: 3,
    browsers: [onWindows, edge, foxOnWindows],
  }),
  tower(nvidia('GTX 1660 SUPER', 'turing', 336), 12, 28, 10),
  tower(nvidia('GTX 1060 6GB', 'pascal', 192), 8, 24, 6),
  tower(amd('Radeon RX 9070 XT', 'rdna-4', 640), 16, 45, 6),
  tower(amd('Radeon RX 7900 XTX', 'rdna-3', 960), 24, 43, 11, { full: 1 }),
  tower(amd('Radeon RX 7800 XT', 'rdna-3', 624), 16, 41, 8),
  tower(amd('Radeon RX 6700 XT', 'rdna-2', 384), 12, 33, 9),
  tower({ ...amd('Radeon RX 580 Series', 'gcn-4', 256), half: false }, 8, 22, 3),
  tower(intel('Arc(TM) B580 Graphics (0x0000E20B)', 'xe-2hpg', 456), 20, 42, 5),
  tower(intel('Arc(TM) A770 Graphics (0x000056A0)', 'xe-hpg', 560), 20, 40, 2),
  tower(intel('UHD Graphics 770 (0x00004680)', 'gen-12lp', 70), 20, 41, 9),
  // Laptops
  laptop(nvidia('RTX 4070 Laptop GPU', 'lovelace', 256), 16, 39, 15),
  laptop(nvidia('RTX 4050 Laptop GPU', 'lovelace', 192), 12, 37, 8),
  laptop(nvidia('RTX 3060 Laptop GPU', 'ampere', 336), 16, 31, 12),
  laptop(amd('Radeon 780M Graphics', 'rdna-3', 90), 16, 38, 13, { full: 2 }),
  laptop(amd('Radeon 680M Graphics', 'rdna-2', 77), 16, 34, 5),
  laptop(intel('Iris(R) Xe Graphics (0x00009A49)', 'gen-12lp', 60, 2074), 8, 30, 24, {
    browsers: [onWindows, edge, foxOnWindows],
    throttling: 0.28,
  }),
  laptop(intel('UHD Graphics 620 (0x00005917)', 'gen-9', 34), 8, 21, 11, { throttling: 0.3 }),
  laptop(intel('Arc(TM) 140V GPU (16GB) (0x000064A0)', 'xe-2lpg', 136), 8, 42, 6, {
    browsers: [edge],
    npuGflops: 24_000,
    full: 3,
  }),
  laptop(
    {
      ...mobile('qualcomm', 'adreno-7xx', '', 4600, 135),
      renderer: d3d('Qualcomm', 'Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Adreno(TM) GPU'),
    },
    12,
    36,
    5,
    {
      browsers: [
        (major) => chromium('Windows', major, { brand: 'Microsoft Edge', architecture: 'arm' }),
      ],
      npuGflops: 22_000,
      throttling: 0.08,
    },
  ),
  laptop(apple('M1', 68), 8, 33, 21, {
    browsers: [onMac, (major) => safari('Mac', major - 130)],
    throttling: 0.1,
    full: 3,
  }),
  laptop(apple('M2', 100), 8, 36, 16, { browsers: [onMac], throttling: 0.12 }),
  laptop(apple('M3 Pro', 150), 12, 42, 13, { browsers: [onMac], throttling: 0.03 }),
  laptop(apple('M4', 120), 10, 50, 10, {
    browsers: [onMac, (major) => safari('Mac', major - 130)],
    throttling: 0.08,
  }),
  laptop(apple('M4 Max', 546), 16, 52, 4, { browsers: [onMac], throttling: 0.03 }),
  // Phones and tablets
  phone(
    mobile('qualcomm', 'adreno-8xx', 'Adreno (TM) 830', 3380, 85),
    8,
    34,
    6,
    android('SM-S938B'),
  ),
  phone(
    mobile('qualcomm', 'adreno-7xx', 'Adreno (TM) 740', 2480, 67),
    8,
    26,
    12,
    android('SM-S911B'),
    { full: 1 },
  ),
  phone(
    mobile('qualcomm', 'adreno-6xx', 'Adreno (TM) 618', 360, 14),
    8,
    9,
    5,
    android('Redmi Note 9 Pro'),
    {
      gigabytesPerSecond: 11,
      memoryGiB: 4,
    },
  ),
  phone(mobile('arm', 'valhall', 'Mali-G715', 2300, 51), 9, 24, 8, android('Pixel 8')),
  phone(mobile('arm', 'valhall', 'Mali-G57', 190, 12), 8, 8, 4, android('SM-A145F'), {
    gigabytesPerSecond: 9,
    memoryGiB: 4,
  }),
  phone(
    mobile('samsung', 'rdna-2', 'ANGLE (Samsung Xclipse 940) on Vulkan 1.3.279', 3400, 68),
    8,
    27,
    2,
    android('SM-S921B'),
  ),
  phone(apple('GPU', 51, 2000), 6, 38, 14, () => safari('iPhone', 26)),
  { ...phone(apple('GPU', 100, 3500), 8, 42, 4, () => safari('iPad', 26)), throttling: 0.15 },
  // Without a GPU that computes: WebAssembly alone
  laptop(null, 4, 27, 9, { browsers: [foxOnLinux, onLinux], throttling: 0.1 }),
  tower(nvidia('RTX 3070', 'ampere', 448), 16, 33, 5, { browsers: [maskedFox, brave] }),
  {
    ...laptop(null, 4, 14, 5, { browsers: [(major) => chromium('Chrome OS', major)] }),
    memoryGiB: 4,
  },
  // An emulated adapter: a virtual machine
  {
    ...tower(SWIFTSHADER, 4, 20, 4, { browsers: [onLinux], gigabytesPerSecond: 12 }),
    portable: false,
  },
];

export const majorAt = (share: number): number =>
  CHROMIUM_MAJORS[
    Math.min(CHROMIUM_MAJORS.length - 1, Math.floor(share * CHROMIUM_MAJORS.length))
  ] ?? CHROMIUM_MAJORS[0];
