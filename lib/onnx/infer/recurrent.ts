// Recurrent layers: X [steps, batch, input] (layout 1: [batch, steps, input]) with hidden size from
// R [directions, gates × hidden, hidden]. Sources: ONNX LSTM, GRU, RNN; com.microsoft
// DynamicQuantizeLSTM (weights transposed) and AttnLSTM.
import type { Dim } from '../ir';
import { tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

export interface Recurrence {
  readonly steps: Dim;
  readonly batch: Dim;
  readonly input: Dim;
  readonly hidden: Dim;
  readonly directions: number;
}

/** Steps, batch, sizes and directions of a recurrent node; null where they are not known. */
export function recurrenceOf(n: NodeView): Recurrence | null {
  const [x, r] = [n.dims(0), n.dims(2)];
  if (x === null || x.length !== 3) return null;
  const batchFirst = n.int('layout', 0) === 1;
  // R ends with the hidden size, stored transposed (as DynamicQuantizeLSTM does) it begins with it.
  const transposed = n.node.opType === 'DynamicQuantizeLSTM';
  const own: Dim = r !== null && r.length === 3 ? r[transposed ? 1 : 2] : null;
  const given = n.int('hidden_size', 0);
  return {
    steps: x[batchFirst ? 1 : 0],
    batch: x[batchFirst ? 0 : 1],
    input: x[2],
    hidden: given > 0 ? given : own,
    directions: n.text('direction', 'forward') === 'bidirectional' ? 2 : 1,
  };
}

const recurrent: Rule = (n) => {
  const r = recurrenceOf(n);
  const dtype = n.dtype(0);
  if (r === null) return n.node.outputs.map(() => tensor(dtype, null));
  const batchFirst = n.int('layout', 0) === 1;
  const all = batchFirst
    ? [r.batch, r.steps, r.directions, r.hidden]
    : [r.steps, r.directions, r.batch, r.hidden];
  const last = batchFirst ? [r.batch, r.directions, r.hidden] : [r.directions, r.batch, r.hidden];
  return [tensor(dtype, all), tensor(dtype, last), tensor(dtype, last)];
};

export const RECURRENT: Rules = rulesFor(
  'LSTM GRU RNN com.microsoft:DynamicQuantizeLSTM',
  recurrent,
);
