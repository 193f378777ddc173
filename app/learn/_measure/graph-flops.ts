// Apart from the graphs, so that measuring in the browser does not fetch the counter.
import { countModel } from '@/lib/flops/count';
import { GRAPHS, type GraphId } from './graphs';

/** FLOPs of a claim's graph, counted like any file's. */
export const graphFlops = (id: GraphId): number => Number(countModel(GRAPHS[id]()).flops);
