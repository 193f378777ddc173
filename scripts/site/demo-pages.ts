// One address at least of every page, with runs and devices of the generated ones: what is looked
// at, tested for accessibility and scored is the same.
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '@/scripts/root';

/** With `:run`, the newest run. */
const CHOSEN: readonly string[] = [
  '/',
  '/run',
  '/run?vs=:run',
  '/analyze',
  '/models',
  '/models?precision=fp16&sort=networks',
  '/models/mobilenet-v2-fp32',
  '/models/gemm-1024-fp32',
  '/models/resnet50-fp32?backend=wasm&sort=spread',
  '/models/resnet50-fp32?view=records&layers=all',
  '/devices',
  '/devices/nvidia-geforce-rtx-4070',
  '/devices/cpu-apple-m1',
  '/devices/masked-gpu',
  '/runs/:run',
  '/compare?a=nvidia-geforce-rtx-4070&b=apple-m1&c=qualcomm-adreno-740',
  '/choose?mix=steam-2024-06',
  '/insights',
  '/badges?device=nvidia-geforce-rtx-4070&workload=resnet50-fp32',
  '/search?q=rtx',
  '/admin',
];

/** `/runs/[id]`, of each file page.tsx. */
export function routesOfApp(): string[] {
  return readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[\\/])page\.tsx$/.test(path))
    .map((path) => `/${path.split(sep).slice(0, -1).join('/')}`)
    .toSorted();
}

/** Whether an address is one of a route. */
export const isOfRoute = (address: string, route: string): boolean =>
  new RegExp(`^${route.replace(/\[[^\]]+\]/g, '[^/]+')}/?$`).test(address.split('?')[0] ?? '');

/** The newest run that the front page names. @throws Error where it names none. */
export async function newestRun(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  const run = /href="\/runs\/([0-9a-z]{16})"/.exec(page)?.[1];
  if (run === undefined) throw new Error(`${url} shows no run`);
  return run;
}

/** And every page that has one address. */
export const DEMO_PAGES: readonly string[] = [
  ...CHOSEN,
  ...routesOfApp().filter(
    (route) => !route.includes('[') && !CHOSEN.some((path) => isOfRoute(path, route)),
  ),
];

export async function demoPages(url: string): Promise<string[]> {
  const run = await newestRun(url);
  return DEMO_PAGES.map((path) => path.replace(':run', run));
}
