// Which kind of arithmetic a workload's time is made of. A proof of fp32 products says something
// about such work, and by how much differs between the kinds; it says nothing about work that waits
// for memory or for calls, or that computes in another number type. Those have no class and are
// never attested.
import type { ManifestEntry } from './workload';

export const WORK_CLASSES = {
  product: 'Matrix products',
  convolution: 'Convolutions',
  'grouped-convolution': 'Grouped convolutions',
  attention: 'Attention over a whole prompt',
  gradient: 'Products and convolutions of a backward pass',
  recurrent: 'Recurrent layers',
  'convolutional-net': 'Networks of dense convolutions',
  'depthwise-net': 'Networks of depthwise convolutions',
  transformer: 'Transformers over a whole prompt or image',
  training: 'Training steps',
} as const;
export type WorkClass = keyof typeof WORK_CLASSES;

/** By the manifest's families; null where the family's time is not arithmetic. */
const OF_FAMILY: Readonly<Record<string, WorkClass | null>> = {
  GEMM: 'product',
  GEMV: null,
  Memory: null,
  Dispatch: null,
  Prediction: null,
  Convolution: 'convolution',
  Attention: 'attention',
  Backward: 'gradient',
  LSTM: 'recurrent',
  AlexNet: 'convolutional-net',
  DenseNet: 'convolutional-net',
  Diffusion: 'convolutional-net',
  Inception: 'convolutional-net',
  RegNet: 'convolutional-net',
  ResNet: 'convolutional-net',
  SqueezeNet: 'convolutional-net',
  'U-Net': 'convolutional-net',
  VGG: 'convolutional-net',
  YOLO: 'convolutional-net',
  ConvNeXt: 'depthwise-net',
  EfficientNet: 'depthwise-net',
  MNASNet: 'depthwise-net',
  MobileNet: 'depthwise-net',
  ShuffleNet: 'depthwise-net',
  BERT: 'transformer',
  CLIP: 'transformer',
  GPT: 'transformer',
  Llama: 'transformer',
  Swin: 'transformer',
  ViT: 'transformer',
  Whisper: 'transformer',
  'Training step': 'training',
};

/** Whether a family of workloads has a line in the table of classes. */
export const isClassified = (family: string): boolean => family in OF_FAMILY;

/** One token at a time reads all weights for it: memory decides. */
const ONE_TOKEN = /-decode\d*-/;
const GROUPED = /^conv-grouped-/;

/**
 * The class of work that a proof of arithmetic is compared with; null where none speaks of its
 * time. A family that is not named has no class either.
 */
export function workClassOf({
  id,
  family,
  precision,
  bound,
  flops,
}: Pick<ManifestEntry, 'id' | 'family' | 'precision' | 'bound' | 'flops'>): WorkClass | null {
  if (precision !== 'fp32' || flops === 0 || bound === 'bandwidth' || bound === 'dispatch')
    return null;
  if (ONE_TOKEN.test(id)) return null;
  return GROUPED.test(id) ? 'grouped-convolution' : (OF_FAMILY[family] ?? null);
}
