// One meaning for each word of the site. Pages link a word where it first stands.

export interface Entry {
  readonly id: string;
  readonly word: string;
  readonly meaning: string;
}

export const GLOSSARY = [
  {
    id: 'activation',
    word: 'Activation',
    meaning:
      'A value that a layer computes and hands on. Weights stay from one input to the next, activations do not.',
  },
  {
    id: 'agreed',
    word: 'Agreed',
    meaning:
      'Said of a result that people on independent networks measured about alike, on different days.',
  },
  {
    id: 'attested',
    word: 'Attested',
    meaning:
      'Said of a result whose rate the same visit also showed by exact work that the server checked.',
  },
  {
    id: 'backend',
    word: 'Backend',
    meaning:
      'What runs a workload inside the browser: WebAssembly on the CPU (wasm), WebGPU, or WebNN with the device that was asked for.',
  },
  {
    id: 'backward',
    word: 'Backward pass',
    meaning:
      'The second half of a training step: it computes how the error changes with each activation and each weight.',
  },
  {
    id: 'bandwidth',
    word: 'Bandwidth',
    meaning: 'Bytes that a memory delivers in a second, in GB/s.',
  },
  {
    id: 'batch',
    word: 'Batch',
    meaning: 'Inputs that go through a network together and share its weights.',
  },
  {
    id: 'cell',
    word: 'Cell',
    meaning:
      'What is ranked together: one workload and its version, on one backend, in one mode and thread class, on one device.',
  },
  {
    id: 'device',
    word: 'Device',
    meaning:
      'The hardware as the browser names it: a GPU model, or for the CPU its system, architecture and cores.',
  },
  {
    id: 'dispatch',
    word: 'Dispatch',
    meaning:
      'Handing one operation to the hardware. It costs microseconds, whatever the operation does.',
  },
  {
    id: 'flop',
    word: 'FLOP, FLOPs',
    meaning:
      'One floating-point operation, and their count. Here FLOPs are twice the MACs of matrix products and convolutions.',
  },
  {
    id: 'flops-rate',
    word: 'FLOPS, GFLOPS, TFLOPS',
    meaning:
      'Floating-point operations per second; 10⁹ and 10¹² of them. A network has FLOPs, a device reaches FLOPS.',
  },
  {
    id: 'gops',
    word: 'GOPS',
    meaning:
      '10⁹ operations per second where the arithmetic is done on integers; counted like FLOPs, and never mixed with them.',
  },
  {
    id: 'intensity',
    word: 'Intensity',
    meaning: 'FLOPs for each byte that has to move. Low intensity means that memory sets the time.',
  },
  {
    id: 'kernel',
    word: 'Kernel',
    meaning: 'One kind of operation at one size, measured alone.',
  },
  {
    id: 'mac',
    word: 'MAC',
    meaning: 'One multiply-accumulate: a product that is added to a running sum. Two FLOPs.',
  },
  {
    id: 'mixed',
    word: 'Mixed',
    meaning:
      'Said of a measurement part of which ran elsewhere than on the backend that was named. It is shown and never ranked.',
  },
  {
    id: 'measured-time',
    word: 'Measured time',
    meaning:
      'The one time that follows from the samples of a measurement; every page, badge and export shows it.',
  },
  {
    id: 'measurement',
    word: 'Measurement',
    meaning: 'One workload on one backend inside a run: its samples and what is derived from them.',
  },
  {
    id: 'median',
    word: 'Median',
    meaning:
      'The middle value: half of the samples are below, half above. A few slow samples do not move it.',
  },
  {
    id: 'model',
    word: 'Model',
    meaning: 'A whole network, at one batch size, input shape and precision.',
  },
  {
    id: 'network',
    word: 'Network (of people)',
    meaning:
      'The part of the internet that a result came from. Ranks count networks, because keys are free and networks are not.',
  },
  {
    id: 'other-ops',
    word: 'Other operations',
    meaning:
      'Bias, activation functions, normalisation, softmax, pooling, resizing: counted too, and kept apart from the FLOPs.',
  },
  {
    id: 'parameter',
    word: 'Parameter',
    meaning: 'A number that training sets. A network’s parameters are its size, not its work.',
  },
  {
    id: 'peak',
    word: 'Peak',
    meaning: 'The rate that the units of a processor could reach if none of them ever waited.',
  },
  {
    id: 'primary-metric',
    word: 'Primary metric',
    meaning:
      'The number that says something about a workload: milliseconds for networks, GFLOPS where arithmetic is the limit, GB/s where memory is, tokens per second for language models, microseconds for empty dispatches.',
  },
  {
    id: 'precision',
    word: 'Precision',
    meaning:
      'How numbers are stored and multiplied: fp32, fp16, w8a8 (weights and activations in 8 bits), w4a16 (weights in 4 bits, activations in fp16).',
  },
  {
    id: 'protocol',
    word: 'Protocol',
    meaning: 'The fixed rules by which a time is taken. Results of different protocols never mix.',
  },
  {
    id: 'provisional',
    word: 'Provisional',
    meaning: 'Said of a result that too few networks have confirmed for a rank.',
  },
  {
    id: 'quality',
    word: 'Quality',
    meaning:
      'Doubts about a measurement that follow from what was recorded with it, such as other work on the machine: good, fair or poor, with the reasons.',
  },
  {
    id: 'roofline',
    word: 'Roofline',
    meaning:
      'The two limits of a device in one picture: bandwidth on the left, arithmetic on the right.',
  },
  {
    id: 'run',
    word: 'Run',
    meaning: 'The measurements of one visit on one device. It is never changed once it is stored.',
  },
  {
    id: 'sample',
    word: 'Sample',
    meaning:
      'One reading of the clock around one or more executions, long enough that the clock’s step hardly matters.',
  },
  {
    id: 'score',
    word: 'Score',
    meaning:
      'One number for a backend: 1000 times how fast it is beside a named reference machine, as a geometric mean over kinds of work.',
  },
  {
    id: 'standing',
    word: 'Standing',
    meaning:
      'What a cell says once people have voted: how many networks, the median, the spread, the range of ranks.',
  },
  {
    id: 'static-count',
    word: 'Static count',
    meaning: 'A count that follows from the graph alone, before anything runs.',
  },
  {
    id: 'suite',
    word: 'Suite',
    meaning: 'A fixed list of workloads that a run measures: quick, standard, full or sustained.',
  },
  {
    id: 'unknown',
    word: 'Unknown',
    meaning:
      'Said of an operation or a shape that cannot be counted. It is listed with the reason, and the total says “at least” instead of taking it for zero.',
  },
  {
    id: 'utilisation',
    word: 'Utilisation',
    meaning: 'The part of a limit that is reached: of the roofline, or of the theoretical peak.',
  },
  {
    id: 'vote',
    word: 'Vote',
    meaning:
      'What one network says in a cell: the median over its people, each with the median of their runs.',
  },
  {
    id: 'weight',
    word: 'Weight',
    meaning: 'A parameter that inputs are multiplied by.',
  },
  {
    id: 'workload',
    word: 'Workload',
    meaning: 'Anything that is measured: a kernel or a model.',
  },
] as const satisfies readonly Entry[];

export type WordId = (typeof GLOSSARY)[number]['id'];
