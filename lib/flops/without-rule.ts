// Operators that ONNX Runtime knows and that have no rule here, each with the reason:
// docs/operators.md prints it, and a test holds the list against the runtime's own.

export const WITHOUT_RULE: Readonly<Record<string, string>> = {
  'com.microsoft:AttnLSTM': 'an attention cell inside a recurrence, in no exporter any more',
  'com.microsoft:BeamSearch': 'runs a decoder until its texts end: how often depends on them',
  'com.microsoft:BifurcationDetector': 'decides by the tokens how far a draft is accepted',
  'com.microsoft:EPContext': 'a graph compiled for one device: what it computes is not in the file',
  'com.microsoft:GreedySearch': 'runs a decoder until its texts end: how often depends on them',
  'com.microsoft:LongformerAttention': 'how many tokens attend to all others is data',
  'com.microsoft:MatMulBlockQuantizedFp4Weight': 'its weights are packed as one kernel wants them',
  'com.microsoft:MatMulBlockQuantizedFp8Weight': 'its weights are packed as one kernel wants them',
  'com.microsoft:QOrderedLongformerAttention': 'how many tokens attend to all others is data',
  'com.microsoft:Sampling': 'runs a decoder until its texts end: how often depends on them',
  'com.microsoft:Snpe': 'a graph compiled for one device: what it computes is not in the file',
  'com.microsoft:WhisperBeamSearch':
    'runs a decoder until its texts end: how often depends on them',
  'com.microsoft:WordConvEmbedding':
    'words are looked up letter by letter: how many there are is data',
  MemcpyFromHost: 'the runtime puts it in itself and never into a file',
  MemcpyToHost: 'the runtime puts it in itself and never into a file',
};
