// `node scripts/run.mjs bench-zoo/peak ID`: bytes by which building one model raises the peak resident memory of a fresh
// process.
import { buildWorkload } from '@/lib/models/registry';
import { growthAtPeak } from './resident';
import { smallSibling } from './small-sibling';

const [id] = process.argv.slice(2);
await buildWorkload(smallSibling(id));
console.log(await growthAtPeak([process.pid], () => buildWorkload(id)));
