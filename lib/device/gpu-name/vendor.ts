// Vendor names as browsers, ANGLE, drivers and Dawn write them, to one name each. Used as a hint
// beside the device's own words, and as the vendor of a WebGPU adapter (Dawn's gpu_info.json:
// "img-tec", "qualcomm"; wgpu: "radv").

import { firstMatch, type Rules } from './rules';

const VENDORS: Rules = [
  [/\b(?:nvidia|nouveau|nvk)\b/, 'NVIDIA'],
  [/\b(?:amd|ati|radv|amdvlk|radeonsi|advanced micro devices)\b/, 'AMD'],
  [/\b(?:intel|anv)\b/, 'Intel'],
  [/\bapple\b/, 'Apple'],
  [/\b(?:qualcomm|freedreno|turnip)\b/, 'Qualcomm'],
  [/\b(?:arm|panfrost|lima|panvk)\b/, 'ARM'],
  [/\b(?:imagination|img-tec|img tec|powervr)\b/, 'Imagination'],
  [/\bsamsung\b/, 'Samsung'],
  [/\b(?:broadcom|videocore|v3dv?)\b/, 'Broadcom'],
  [/\b(?:vivante|etnaviv|verisilicon)\b/, 'Vivante'],
  [/\b(?:huawei|hisilicon)\b/, 'Huawei'],
  [/\bmoore ?threads\b/, 'Moore Threads'],
  [/\bzhaoxin\b/, 'Zhaoxin'],
  [/\bglenfly\b/, 'Glenfly'],
  [/\bvmware\b/, 'VMware'],
  [/\bparallels\b/, 'Parallels'],
  [/\bgoogle\b/, 'Google'],
  [/\bmicrosoft\b/, 'Microsoft'],
  [/\bmesa\b/, 'Mesa'],
];

/** One vendor's name, null where the text names none of them. */
export function vendorOf(text: string): string | null {
  return firstMatch(VENDORS, text.toLowerCase());
}
