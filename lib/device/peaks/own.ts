// Theoretical peaks as facts: fp32 = ALUs × 2 (a fused multiply-add is two FLOPs) × boost clock;
// fp16 = fp32 × the rate of the vector units. Matrix units (tensor cores, XMX) are left out: no
// browser API reaches them with fp32 or fp16 vectors. Each row names where its ALU count and clock
// are published.

/**
 * Device slug, ALUs (fp32 multiply-adds per clock), boost clock in MHz, fp16 rate ÷ fp32 rate,
 * source.
 */
export type PeakRow = readonly [
  slug: string,
  alus: number,
  boostMHz: number,
  fp16PerFp32: number,
  source: keyof typeof SOURCES,
];

const LISTS = 'https://en.wikipedia.org/wiki';

export const SOURCES = {
  pascal: `${LISTS}/GeForce_10_series#GeForce_10_(10xx)_series_for_desktops`,
  turing: `${LISTS}/List_of_Nvidia_graphics_processing_units#GeForce_20_series`,
  ampere: `${LISTS}/List_of_Nvidia_graphics_processing_units#GeForce_30_series`,
  ada: `${LISTS}/List_of_Nvidia_graphics_processing_units#GeForce_40_series`,
  blackwell: `${LISTS}/List_of_Nvidia_graphics_processing_units#GeForce_50_series`,
  polaris: `${LISTS}/List_of_AMD_graphics_processing_units#Radeon_RX_500_series`,
  rdna1: `${LISTS}/List_of_AMD_graphics_processing_units#Radeon_RX_5000_series`,
  rdna2: `${LISTS}/List_of_AMD_graphics_processing_units#Radeon_RX_6000_series`,
  rdna3: `${LISTS}/List_of_AMD_graphics_processing_units#Radeon_RX_7000_series`,
  rdna35: `${LISTS}/RDNA_3#RDNA_3.5`,
  rdna4: `${LISTS}/List_of_AMD_graphics_processing_units#Radeon_RX_9000_series`,
  intel: `${LISTS}/List_of_Intel_graphics_processing_units`,
  arc: `${LISTS}/Intel_Arc`,
  apple: 'https://github.com/philipturner/metal-benchmarks',
  adreno:
    'https://www.qualcomm.com/products/mobile/snapdragon/laptops-and-tablets/snapdragon-x-elite',
} as const;

export const OWN_PEAKS: readonly PeakRow[] = [
  // NVIDIA Pascal
  ['nvidia-geforce-gtx-1050', 640, 1455, 1 / 64, 'pascal'],
  ['nvidia-geforce-gtx-1050-ti', 768, 1392, 1 / 64, 'pascal'],
  ['nvidia-geforce-gtx-1060-6gb', 1280, 1708, 1 / 64, 'pascal'],
  ['nvidia-geforce-gtx-1070', 1920, 1683, 1 / 64, 'pascal'],
  ['nvidia-geforce-gtx-1070-ti', 2432, 1683, 1 / 64, 'pascal'],
  ['nvidia-geforce-gtx-1080', 2560, 1733, 1 / 64, 'pascal'],
  ['nvidia-geforce-gtx-1080-ti', 3584, 1582, 1 / 64, 'pascal'],
  // NVIDIA Turing
  ['nvidia-geforce-gtx-1650', 896, 1665, 2, 'turing'],
  ['nvidia-geforce-gtx-1660', 1408, 1785, 2, 'turing'],
  ['nvidia-geforce-gtx-1660-super', 1408, 1785, 2, 'turing'],
  ['nvidia-geforce-gtx-1660-ti', 1536, 1770, 2, 'turing'],
  ['nvidia-geforce-rtx-2060', 1920, 1680, 2, 'turing'],
  ['nvidia-geforce-rtx-2060-super', 2176, 1650, 2, 'turing'],
  ['nvidia-geforce-rtx-2070', 2304, 1620, 2, 'turing'],
  ['nvidia-geforce-rtx-2070-super', 2560, 1770, 2, 'turing'],
  ['nvidia-geforce-rtx-2080', 2944, 1710, 2, 'turing'],
  ['nvidia-geforce-rtx-2080-super', 3072, 1815, 2, 'turing'],
  ['nvidia-geforce-rtx-2080-ti', 4352, 1545, 2, 'turing'],
  // NVIDIA Ampere
  ['nvidia-geforce-rtx-3050', 2560, 1777, 1, 'ampere'],
  ['nvidia-geforce-rtx-3060', 3584, 1777, 1, 'ampere'],
  ['nvidia-geforce-rtx-3060-ti', 4864, 1665, 1, 'ampere'],
  ['nvidia-geforce-rtx-3060-laptop-gpu', 3840, 1425, 1, 'ampere'],
  ['nvidia-geforce-rtx-3070', 5888, 1725, 1, 'ampere'],
  ['nvidia-geforce-rtx-3070-ti', 6144, 1770, 1, 'ampere'],
  ['nvidia-geforce-rtx-3070-ti-laptop-gpu', 5888, 1410, 1, 'ampere'],
  ['nvidia-geforce-rtx-3080', 8704, 1710, 1, 'ampere'],
  ['nvidia-geforce-rtx-3080-laptop-gpu', 6144, 1545, 1, 'ampere'],
  ['nvidia-geforce-rtx-3080-ti', 10240, 1665, 1, 'ampere'],
  ['nvidia-geforce-rtx-3090', 10496, 1695, 1, 'ampere'],
  ['nvidia-geforce-rtx-3090-ti', 10752, 1860, 1, 'ampere'],
  // NVIDIA Ada
  ['nvidia-geforce-rtx-4050-laptop-gpu', 2560, 1755, 1, 'ada'],
  ['nvidia-geforce-rtx-4060', 3072, 2460, 1, 'ada'],
  ['nvidia-geforce-rtx-4060-laptop-gpu', 3072, 1890, 1, 'ada'],
  ['nvidia-geforce-rtx-4060-ti', 4352, 2535, 1, 'ada'],
  ['nvidia-geforce-rtx-4070', 5888, 2475, 1, 'ada'],
  ['nvidia-geforce-rtx-4070-laptop-gpu', 4608, 1695, 1, 'ada'],
  ['nvidia-geforce-rtx-4070-super', 7168, 2475, 1, 'ada'],
  ['nvidia-geforce-rtx-4070-ti', 7680, 2610, 1, 'ada'],
  ['nvidia-geforce-rtx-4070-ti-super', 8448, 2610, 1, 'ada'],
  ['nvidia-geforce-rtx-4080', 9728, 2505, 1, 'ada'],
  ['nvidia-geforce-rtx-4080-laptop-gpu', 7424, 1665, 1, 'ada'],
  ['nvidia-geforce-rtx-4080-super', 10240, 2550, 1, 'ada'],
  ['nvidia-geforce-rtx-4090', 16384, 2520, 1, 'ada'],
  ['nvidia-geforce-rtx-4090-laptop-gpu', 9728, 1695, 1, 'ada'],
  // NVIDIA Blackwell
  ['nvidia-geforce-rtx-5050', 2560, 2572, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5060', 3840, 2497, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5060-laptop-gpu', 3328, 1455, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5060-ti', 4608, 2572, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5070', 6144, 2512, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5070-laptop-gpu', 4608, 1425, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5070-ti', 8960, 2452, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5070-ti-laptop-gpu', 5888, 1447, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5080', 10752, 2617, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5080-laptop-gpu', 7680, 1500, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5090', 21760, 2407, 1, 'blackwell'],
  ['nvidia-geforce-rtx-5090-laptop-gpu', 10496, 1515, 1, 'blackwell'],
  // AMD Polaris
  ['amd-radeon-rx-570', 2048, 1244, 1, 'polaris'],
  ['amd-radeon-rx-580', 2304, 1340, 1, 'polaris'],
  ['amd-radeon-rx-590', 2304, 1545, 1, 'polaris'],
  // AMD RDNA
  ['amd-radeon-rx-5500-xt', 1408, 1845, 2, 'rdna1'],
  ['amd-radeon-rx-5600-xt', 2304, 1560, 2, 'rdna1'],
  ['amd-radeon-rx-5700', 2304, 1725, 2, 'rdna1'],
  ['amd-radeon-rx-5700-xt', 2560, 1905, 2, 'rdna1'],
  // AMD RDNA 2
  ['amd-radeon-610m', 128, 1900, 2, 'rdna2'],
  ['amd-radeon-680m', 768, 2200, 2, 'rdna2'],
  ['amd-radeon-rx-6500-xt', 1024, 2815, 2, 'rdna2'],
  ['amd-radeon-rx-6600', 1792, 2491, 2, 'rdna2'],
  ['amd-radeon-rx-6600-xt', 2048, 2589, 2, 'rdna2'],
  ['amd-radeon-rx-6650-xt', 2048, 2635, 2, 'rdna2'],
  ['amd-radeon-rx-6700-xt', 2560, 2581, 2, 'rdna2'],
  ['amd-radeon-rx-6750-xt', 2560, 2600, 2, 'rdna2'],
  ['amd-radeon-rx-6800', 3840, 2105, 2, 'rdna2'],
  ['amd-radeon-rx-6800-xt', 4608, 2250, 2, 'rdna2'],
  ['amd-radeon-rx-6900-xt', 5120, 2250, 2, 'rdna2'],
  ['amd-radeon-rx-6950-xt', 5120, 2310, 2, 'rdna2'],
  // AMD RDNA 3: two issues per clock counted
  ['amd-radeon-740m', 512, 2500, 2, 'rdna3'],
  ['amd-radeon-760m', 1024, 2600, 2, 'rdna3'],
  ['amd-radeon-780m', 1536, 2700, 2, 'rdna3'],
  ['amd-radeon-rx-7600', 4096, 2655, 2, 'rdna3'],
  ['amd-radeon-rx-7600-xt', 4096, 2755, 2, 'rdna3'],
  ['amd-radeon-rx-7700-xt', 6912, 2544, 2, 'rdna3'],
  ['amd-radeon-rx-7800-xt', 7680, 2430, 2, 'rdna3'],
  ['amd-radeon-rx-7900-gre', 10240, 2245, 2, 'rdna3'],
  ['amd-radeon-rx-7900-xt', 10752, 2394, 2, 'rdna3'],
  ['amd-radeon-rx-7900-xtx', 12288, 2498, 2, 'rdna3'],
  // AMD RDNA 3.5: two issues per clock counted
  ['amd-radeon-840m', 512, 2900, 2, 'rdna35'],
  ['amd-radeon-860m', 1024, 3000, 2, 'rdna35'],
  ['amd-radeon-880m', 1536, 2900, 2, 'rdna35'],
  ['amd-radeon-890m', 2048, 2900, 2, 'rdna35'],
  ['amd-radeon-8060s', 5120, 2900, 2, 'rdna35'],
  // AMD RDNA 4: two issues per clock counted
  ['amd-radeon-rx-9060-xt', 4096, 3130, 2, 'rdna4'],
  ['amd-radeon-rx-9070', 7168, 2520, 2, 'rdna4'],
  ['amd-radeon-rx-9070-xt', 8192, 2970, 2, 'rdna4'],
  // Intel integrated: 8 ALUs per execution unit, clock of the fastest processor that has it
  ['intel-hd-graphics-530', 192, 1150, 2, 'intel'],
  ['intel-hd-graphics-620', 192, 1050, 2, 'intel'],
  ['intel-hd-graphics-630', 192, 1150, 2, 'intel'],
  ['intel-uhd-graphics-620', 192, 1150, 2, 'intel'],
  ['intel-uhd-graphics-630', 192, 1250, 2, 'intel'],
  ['intel-uhd-graphics-730', 192, 1550, 2, 'intel'],
  ['intel-uhd-graphics-750', 256, 1300, 2, 'intel'],
  ['intel-uhd-graphics-770', 256, 1650, 2, 'intel'],
  // Intel Arc
  ['intel-arc-a380', 1024, 2050, 2, 'arc'],
  ['intel-arc-a580', 3072, 2000, 2, 'arc'],
  ['intel-arc-a750', 3584, 2400, 2, 'arc'],
  ['intel-arc-a770', 4096, 2400, 2, 'arc'],
  ['intel-arc-b570', 2304, 2500, 2, 'arc'],
  ['intel-arc-b580', 2560, 2670, 2, 'arc'],
  ['intel-arc-140v', 1024, 2050, 2, 'arc'],
  ['intel-arc-130v', 896, 1850, 2, 'arc'],
  // Apple: 128 ALUs per core, the configuration with most cores; clocks as measured, Apple names
  // none
  ['apple-m1', 1024, 1278, 1, 'apple'],
  ['apple-m1-pro', 2048, 1296, 1, 'apple'],
  ['apple-m1-max', 4096, 1296, 1, 'apple'],
  ['apple-m1-ultra', 8192, 1296, 1, 'apple'],
  ['apple-m2', 1280, 1398, 1, 'apple'],
  ['apple-m2-pro', 2432, 1398, 1, 'apple'],
  ['apple-m2-max', 4864, 1398, 1, 'apple'],
  ['apple-m2-ultra', 9728, 1398, 1, 'apple'],
  ['apple-m3', 1280, 1600, 1, 'apple'],
  ['apple-m3-pro', 2304, 1600, 1, 'apple'],
  ['apple-m4', 1280, 1800, 1, 'apple'],
  ['apple-m4-pro', 2560, 1800, 1, 'apple'],
  ['apple-m4-max', 5120, 1800, 1, 'apple'],
  // Qualcomm
  ['qualcomm-adreno-x1-85', 1536, 1500, 2, 'adreno'],
];
