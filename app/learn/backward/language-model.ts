// What the rule of six FLOPs counts of a language model: its parameters beside the embeddings,
// which are looked up. From the layer table of GPT-2, where the tables of words and of positions
// stand with the nodes that read them.
import type { LayerRow } from '@/lib/models/layer-table';
import table from '@/lib/models/layer-tables/gpt2-prefill128-fp32.json' with { type: 'json' };

const LOOKED_UP = new Set(['Gather', 'Slice']);

export function parametersBesideEmbeddings(rows: readonly LayerRow[] = table): number {
  return rows.filter(({ op }) => !LOOKED_UP.has(op)).reduce((sum, { params }) => sum + params, 0);
}
