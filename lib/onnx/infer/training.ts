// Losses and optimiser steps. Sources: ONNX NegativeLogLikelihoodLoss, SoftmaxCrossEntropyLoss;
// ai.onnx.preview.training.
import { tensor } from './fact';
import { type Rule, type Rules, rulesFor } from './node-view';

/**
 * Labels' shape without reduction, otherwise one number; the optional log-probabilities have the
 * scores' shape.
 */
const loss: Rule = (n) => [
  tensor(n.dtype(0), n.text('reduction', 'mean') === 'none' ? n.dims(1) : []),
  tensor(n.dtype(0), n.dims(0)),
];

/**
 * R and T, then n tensors, n gradients and the states: the outputs are the tensors and the states.
 */
const optimiser =
  (statesPerTensor: number): Rule =>
  (n) => {
    const count = (n.inputCount - 2) / (2 + statesPerTensor);
    const from = (i: number): number => (i < count ? 2 + i : 2 + count + i);
    return n.node.outputs.map((_, i) => tensor(n.dtype(from(i)), n.dims(from(i))));
  };

const domain = 'ai.onnx.preview.training';

export const TRAINING: Rules = {
  ...rulesFor('NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss', loss),
  [`${domain}:Adagrad`]: optimiser(1),
  [`${domain}:Momentum`]: optimiser(1),
  [`${domain}:Adam`]: optimiser(2),
  /** One gradient for each tensor named in `xs`, which come first among the inputs. */
  [`${domain}:Gradient`]: (n) => n.node.outputs.map((_, i) => tensor(n.dtype(i), n.dims(i))),
};
