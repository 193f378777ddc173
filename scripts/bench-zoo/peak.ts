// `node scripts/run.mjs bench-zoo/peak ID`: by how many bytes building one model raises the peak resident memory of a fresh
// process in which another was built.
import { buildWorkload } from '@/lib/models/registry';
import { growthAtPeak } from '../resident';

const [id] = process.argv.slice(2);
await buildWorkload('mobilenet-v2-pruned70-fp32');
console.log(await growthAtPeak([process.pid], () => buildWorkload(id)));
