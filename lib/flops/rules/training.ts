// Losses take a softmax and a few operations per label; optimiser steps a fixed number per trained
// element.

import type { NodeView } from '@/lib/onnx/infer/node-view';
import { SOFTMAX_OPS } from '../convention';
import { type Count, plus } from '../exact';
import { type CostRule, type CostRules, dependsOnData, ops, scaled, size } from './cost';

/**
 * Weight, negate and accumulate per label; the scores of SoftmaxCrossEntropyLoss are normalised
 * first.
 */
const loss =
  (perScore: number): CostRule =>
  (n) => {
    const [scores, labels] = [scaled(size(n.dims(0)), perScore), scaled(size(n.dims(1)), 3)];
    return scores === null || labels === null ? null : ops(plus(scores, labels));
  };

const optimiser =
  (states: number, perElement: number): CostRule =>
  (n: NodeView) => {
    const count = (n.inputCount - 2) / (2 + states);
    let total: Count = 0;
    for (let i = 0; i < count; i += 1) {
      const elements = scaled(size(n.dims(2 + i)), perElement);
      if (elements === null) return null;
      total = plus(total, elements);
    }
    return ops(total);
  };

const domain = 'ai.onnx.preview.training';

export const TRAINING: CostRules = {
  NegativeLogLikelihoodLoss: loss(0),
  SoftmaxCrossEntropyLoss: loss(SOFTMAX_OPS),
  // Regularise, square and accumulate, root, divide, step.
  [`${domain}:Adagrad`]: optimiser(1, 8),
  // Two moments with bias correction.
  [`${domain}:Adam`]: optimiser(2, 14),
  [`${domain}:Momentum`]: optimiser(1, 6),
  // A whole backward pass hides in this node; what it costs depends on the graph around it.
  [`${domain}:Gradient`]: dependsOnData,
};
