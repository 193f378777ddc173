// Recurrent layers: steps × directions × batch × gates × hidden × (input + hidden) MACs; gates are
// 4 (LSTM), 3 (GRU) or 1 (RNN). Activations and gate arithmetic are other operations: σ takes 4,
// tanh 1, each product and sum 1.
import { recurrenceOf } from '@/lib/onnx/infer/recurrent';
import { type CostRule, type CostRules, scaled, size } from './cost';

interface Cell {
  readonly gates: number;
  /**
   * Per hidden unit and step: activations, gating, and one sum for the two products of each gate.
   */
  readonly ops: number;
}

const LSTM: Cell = { gates: 4, ops: 3 * 4 + 2 * 1 + 4 + 4 };
const GRU: Cell = { gates: 3, ops: 2 * 4 + 1 + 5 + 3 };
const RNN: Cell = { gates: 1, ops: 1 + 1 };

const recurrent =
  (cell: Cell, biasAt: number): CostRule =>
  (n) => {
    const r = recurrenceOf(n);
    if (r === null) return null;
    const units = size([r.steps, r.batch, r.directions, r.hidden]);
    const gates = scaled(units, cell.gates);
    const [fromInput, fromState] = [
      scaled(gates, size([r.input])),
      scaled(gates, size([r.hidden])),
    ];
    // Both biases are added for every gate.
    const other = scaled(units, cell.ops + (n.has(biasAt) ? 2 * cell.gates : 0));
    if (fromInput === null || fromState === null || other === null) return null;
    return {
      products: [
        { macs: fromInput, left: [0], right: [1] },
        { macs: fromState, left: [0, 1, 2], right: [2] },
      ],
      other,
      integer: false,
      recomputed: 0,
    };
  };

export const RECURRENT: CostRules = {
  LSTM: recurrent(LSTM, 3),
  GRU: recurrent(GRU, 3),
  RNN: recurrent(RNN, 3),
  'com.microsoft:DynamicQuantizeLSTM': (n, y) => {
    const cost = recurrent(LSTM, 3)(n, y);
    return cost === null ? null : { ...cost, integer: true };
  },
};
