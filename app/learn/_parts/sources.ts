// What the chapters rest on. Each chapter lists the ones it cites; an address is given where the
// publisher or the author keeps an open one.

export interface Source {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  /** Journal, conference, or who publishes a specification. */
  readonly where: string;
  readonly href: string;
}

const arxiv = (id: string): string => `https://arxiv.org/abs/${id}`;
const doi = (id: string): string => `https://doi.org/${id}`;

export const SOURCES = {
  ainslie2023: {
    authors: 'J. Ainslie and others',
    year: 2023,
    title: 'GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints',
    where: 'EMNLP',
    href: arxiv('2305.13245'),
  },
  amdahl1967: {
    authors: 'G. M. Amdahl',
    year: 1967,
    title:
      'Validity of the single processor approach to achieving large scale computing capabilities',
    where: 'AFIPS',
    href: doi('10.1145/1465482.1465560'),
  },
  baurStrassen1983: {
    authors: 'W. Baur, V. Strassen',
    year: 1983,
    title: 'The complexity of partial derivatives',
    where: 'Theoretical Computer Science 22',
    href: doi('10.1016/0304-3975(83)90110-X'),
  },
  chen2016: {
    authors: 'T. Chen, B. Xu, C. Zhang, C. Guestrin',
    year: 2016,
    title: 'Training Deep Nets with Sublinear Memory Cost',
    where: 'arXiv',
    href: arxiv('1604.06174'),
  },
  chollet2017: {
    authors: 'F. Chollet',
    year: 2017,
    title: 'Xception: Deep Learning with Depthwise Separable Convolutions',
    where: 'CVPR',
    href: arxiv('1610.02357'),
  },
  dehghani2021: {
    authors: 'M. Dehghani and others',
    year: 2021,
    title: 'The Efficiency Misnomer',
    where: 'ICLR 2022',
    href: arxiv('2110.12894'),
  },
  frantar2022: {
    authors: 'E. Frantar, S. Ashkboos, T. Hoefler, D. Alistarh',
    year: 2022,
    title: 'GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers',
    where: 'ICLR 2023',
    href: arxiv('2210.17323'),
  },
  gale2020: {
    authors: 'T. Gale, M. Zaharia, C. Young, E. Elsen',
    year: 2020,
    title: 'Sparse GPU Kernels for Deep Learning',
    where: 'SC',
    href: arxiv('2006.10901'),
  },
  haas2017: {
    authors: 'A. Haas and others',
    year: 2017,
    title: 'Bringing the Web up to Speed with WebAssembly',
    where: 'PLDI',
    href: doi('10.1145/3062341.3062363'),
  },
  han2015: {
    authors: 'S. Han, J. Pool, J. Tran, W. J. Dally',
    year: 2015,
    title: 'Learning both Weights and Connections for Efficient Neural Networks',
    where: 'NeurIPS',
    href: arxiv('1506.02626'),
  },
  he2015: {
    authors: 'K. He, X. Zhang, S. Ren, J. Sun',
    year: 2015,
    title: 'Deep Residual Learning for Image Recognition',
    where: 'CVPR 2016',
    href: arxiv('1512.03385'),
  },
  hoefler2015: {
    authors: 'T. Hoefler, R. Belli',
    year: 2015,
    title: 'Scientific Benchmarking of Parallel Computing Systems',
    where: 'SC',
    href: doi('10.1145/2807591.2807644'),
  },
  hoffmann2022: {
    authors: 'J. Hoffmann and others',
    year: 2022,
    title: 'Training Compute-Optimal Large Language Models',
    where: 'NeurIPS',
    href: arxiv('2203.15556'),
  },
  horowitz2014: {
    authors: 'M. Horowitz',
    year: 2014,
    title: 'Computing’s energy problem (and what we can do about it)',
    where: 'ISSCC',
    href: doi('10.1109/ISSCC.2014.6757323'),
  },
  howard2017: {
    authors: 'A. G. Howard and others',
    year: 2017,
    title: 'MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications',
    where: 'arXiv',
    href: arxiv('1704.04861'),
  },
  ieee754: {
    authors: 'IEEE',
    year: 2019,
    title: 'Standard for Floating-Point Arithmetic (IEEE 754-2019)',
    where: 'IEEE',
    href: doi('10.1109/IEEESTD.2019.8766229'),
  },
  jacob2018: {
    authors: 'B. Jacob and others',
    year: 2018,
    title:
      'Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference',
    where: 'CVPR',
    href: arxiv('1712.05877'),
  },
  jangda2019: {
    authors: 'A. Jangda, B. Powers, E. D. Berger, A. Guha',
    year: 2019,
    title: 'Not So Fast: Analyzing the Performance of WebAssembly vs. Native Code',
    where: 'USENIX ATC',
    href: arxiv('1901.09056'),
  },
  jouppi2017: {
    authors: 'N. P. Jouppi and others',
    year: 2017,
    title: 'In-Datacenter Performance Analysis of a Tensor Processing Unit',
    where: 'ISCA',
    href: arxiv('1704.04760'),
  },
  kalamkar2019: {
    authors: 'D. Kalamkar and others',
    year: 2019,
    title: 'A Study of BFLOAT16 for Deep Learning Training',
    where: 'arXiv',
    href: arxiv('1905.12322'),
  },
  kaplan2020: {
    authors: 'J. Kaplan and others',
    year: 2020,
    title: 'Scaling Laws for Neural Language Models',
    where: 'arXiv',
    href: arxiv('2001.08361'),
  },
  lavin2016: {
    authors: 'A. Lavin, S. Gray',
    year: 2016,
    title: 'Fast Algorithms for Convolutional Neural Networks',
    where: 'CVPR',
    href: arxiv('1509.09308'),
  },
  li2017: {
    authors: 'H. Li, A. Kadav, I. Durdanovic, H. Samet, H. P. Graf',
    year: 2017,
    title: 'Pruning Filters for Efficient ConvNets',
    where: 'ICLR',
    href: arxiv('1608.08710'),
  },
  ma2018: {
    authors: 'N. Ma, X. Zhang, H.-T. Zheng, J. Sun',
    year: 2018,
    title: 'ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design',
    where: 'ECCV',
    href: arxiv('1807.11164'),
  },
  micikevicius2018: {
    authors: 'P. Micikevicius and others',
    year: 2018,
    title: 'Mixed Precision Training',
    where: 'ICLR',
    href: arxiv('1710.03740'),
  },
  mishra2021: {
    authors: 'A. Mishra and others',
    year: 2021,
    title: 'Accelerating Sparse Deep Neural Networks',
    where: 'arXiv',
    href: arxiv('2104.08378'),
  },
  onnx: {
    authors: 'ONNX project',
    year: 2025,
    title: 'Operator Schemas',
    where: 'onnx.ai',
    href: 'https://onnx.ai/onnx/operators/',
  },
  pope2022: {
    authors: 'R. Pope and others',
    year: 2022,
    title: 'Efficiently Scaling Transformer Inference',
    where: 'MLSys 2023',
    href: arxiv('2211.05102'),
  },
  rumelhart1986: {
    authors: 'D. E. Rumelhart, G. E. Hinton, R. J. Williams',
    year: 1986,
    title: 'Learning representations by back-propagating errors',
    where: 'Nature 323',
    href: doi('10.1038/323533a0'),
  },
  sandler2018: {
    authors: 'M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen',
    year: 2018,
    title: 'MobileNetV2: Inverted Residuals and Linear Bottlenecks',
    where: 'CVPR',
    href: arxiv('1801.04381'),
  },
  shazeer2019: {
    authors: 'N. Shazeer',
    year: 2019,
    title: 'Fast Transformer Decoding: One Write-Head is All You Need',
    where: 'arXiv',
    href: arxiv('1911.02150'),
  },
  vaswani2017: {
    authors: 'A. Vaswani and others',
    year: 2017,
    title: 'Attention Is All You Need',
    where: 'NeurIPS',
    href: arxiv('1706.03762'),
  },
  w3cTime: {
    authors: 'W3C',
    year: 2024,
    title: 'High Resolution Time',
    where: 'W3C Working Draft',
    href: 'https://www.w3.org/TR/hr-time-3/',
  },
  w3cWebgpu: {
    authors: 'W3C',
    year: 2025,
    title: 'WebGPU',
    where: 'W3C Candidate Recommendation Draft',
    href: 'https://www.w3.org/TR/webgpu/',
  },
  williams2009: {
    authors: 'S. Williams, A. Waterman, D. Patterson',
    year: 2009,
    title: 'Roofline: An Insightful Visual Performance Model for Multicore Architectures',
    where: 'Communications of the ACM 52(4)',
    href: doi('10.1145/1498765.1498785'),
  },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceId = keyof typeof SOURCES;
