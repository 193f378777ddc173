// The two language models of the zoo as the figure needs them, read from their pinned inputs: the
// caches that a decoding step is fed say how many layers, heads and numbers there are.
import type { Decoder } from '../_figures/cache-growth';
import { workload } from '../_parts/facts';

const FP32_BYTES = 4;

/** `id` is a decoding step with a key and a value of [1, heads, tokens, width] for each layer. */
export function decoderOf(id: string): Decoder {
  const entry = workload(id);
  const keys = entry.inputs.filter(({ name }) => /^past_key_values\.\d+\.key$/.test(name));
  const [, keyValueHeads, , headWidth] = keys[0]?.dims ?? [];
  if (keyValueHeads === undefined || headWidth === undefined)
    throw new Error(`'${id}' is fed no keys`);
  return {
    name: entry.title.replace(/,.*/, ''),
    layers: keys.length,
    keyValueHeads,
    headWidth,
    weightBytes: entry.weightBytes,
    bytes: FP32_BYTES,
  };
}
