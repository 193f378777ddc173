// `npm run bench:zoo`: how long models take to build. Prints one JSON line per model: median of some builds in this process,
// after one to warm up.
import { buildWorkload } from '@/lib/models/registry';

const IDS = ['mobilenet-v2-fp32', 'resnet50-fp32'];
const BUILDS = 7;

for (const id of IDS) {
  const { length: modelBytes } = await buildWorkload(id);
  const times: number[] = [];
  for (let i = 0; i < BUILDS; i += 1) {
    const started = performance.now();
    await buildWorkload(id);
    times.push(performance.now() - started);
  }
  console.log(JSON.stringify({ id, modelBytes, medianMs: times.toSorted((a, b) => a - b)[BUILDS >> 1] }));
}
