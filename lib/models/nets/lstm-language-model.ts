// A word-level language model of two LSTM layers, the medium model of Zaremba et al., over 35
// steps.
import type { Feature, Layers } from './layers';
import { type Net, workloadsOf } from './net';

const VOCABULARY = 10_000;
const WIDTH = 650;
const STEPS = 35;

function build(layers: Layers, [ids]: readonly Feature[]): readonly Feature[] {
  let x = layers.gather(layers.embedding('encoder', VOCABULARY, WIDTH), ids);
  for (const layer of ['l0', 'l1']) x = layers.lstm(layer, x, WIDTH);
  return [layers.linear('decoder', x, VOCABULARY)];
}

const LSTM_LANGUAGE_MODEL: Net = {
  name: 'lstm-lm',
  title: 'LSTM language model (2 × 650)',
  family: 'LSTM',
  source: 'Zaremba et al. 2014, arXiv:1409.2329, medium model; 35 steps, PyTorch biases',
  metric: 'tokens/s',
  inputs: (batch) => [
    {
      name: 'input_ids',
      dtype: 'int64',
      dims: [STEPS, batch],
      fill: { kind: 'uniform', low: 0, high: VOCABULARY },
    },
  ],
  build,
};

export const WORKLOADS = workloadsOf(LSTM_LANGUAGE_MODEL);
