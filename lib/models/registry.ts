// Every workload as code, found by its id. Families are loaded on demand, so that a worker fetches
// only what it runs.
import { writeModel } from '../onnx/write';
import type { Workload } from './workload';

interface Source {
  /** The ids of this family; every id matches exactly one source. */
  readonly ids: RegExp;
  readonly load: () => Promise<{ readonly WORKLOADS: readonly Workload[] }>;
}

/** One line per family. */
const SOURCES: readonly Source[] = [
  { ids: /^gemm-/, load: () => import('./kernels/gemm') },
  { ids: /^gemv-/, load: () => import('./kernels/gemv') },
  { ids: /^dispatch-/, load: () => import('./kernels/dispatch') },
  { ids: /^conv-/, load: () => import('./kernels/convolution') },
  { ids: /^attention-/, load: () => import('./kernels/attention') },
  { ids: /-512x2048-/, load: () => import('./kernels/pointwise') },
  { ids: /^lstm-\d/, load: () => import('./kernels/lstm') },
  { ids: /^predict-/, load: () => import('./kernels/prediction/workloads') },
  { ids: /^backward-/, load: () => import('./kernels/backward') },
  { ids: /^train-/, load: () => import('./training/steps') },
  { ids: /^mobilenet-v2-/, load: () => import('./nets/mobilenet-v2') },
  { ids: /^alexnet-/, load: () => import('./nets/alexnet') },
  { ids: /^vgg/, load: () => import('./nets/vgg') },
  { ids: /^(wide-)?resnet|^resnext/, load: () => import('./nets/resnet') },
  { ids: /^squeezenet/, load: () => import('./nets/squeezenet') },
  { ids: /^googlenet-/, load: () => import('./nets/googlenet') },
  { ids: /^inception-v3-/, load: () => import('./nets/inception-v3') },
  { ids: /^densenet/, load: () => import('./nets/densenet') },
  { ids: /^mobilenet-v3-/, load: () => import('./nets/mobilenet-v3') },
  { ids: /^mnasnet/, load: () => import('./nets/mnasnet') },
  { ids: /^efficientnet-/, load: () => import('./nets/efficientnet') },
  { ids: /^shufflenet-/, load: () => import('./nets/shufflenet-v2') },
  { ids: /^regnet-/, load: () => import('./nets/regnet') },
  { ids: /^vit-/, load: () => import('./nets/vit') },
  { ids: /^convnext-/, load: () => import('./nets/convnext') },
  { ids: /^swin-/, load: () => import('./nets/swin') },
  { ids: /^bert-|^distilbert-|^minilm-/, load: () => import('./nets/bert') },
  { ids: /^gpt2-/, load: () => import('./nets/gpt2') },
  { ids: /^smollm-/, load: () => import('./nets/smollm') },
  { ids: /^clip-/, load: () => import('./nets/clip-text') },
  { ids: /^whisper-/, load: () => import('./nets/whisper') },
  { ids: /^unet-/, load: () => import('./nets/unet') },
  { ids: /^yolo/, load: () => import('./nets/yolo') },
  { ids: /^sd15-/, load: () => import('./nets/diffusion-unet') },
  { ids: /^lstm-lm-/, load: () => import('./nets/lstm-language-model') },
];

/**
 * The seed that weights are drawn from unless another is asked for; digests are pinned for this
 * one.
 */
export const DEFAULT_SEED = 1;

/** All workloads, in the order of the families. */
export async function listWorkloads(): Promise<readonly Workload[]> {
  const families = await Promise.all(SOURCES.map(({ load }) => load()));
  return families.flatMap(({ WORKLOADS }) => WORKLOADS);
}

/** The workload with this id. @throws RangeError for an id that no family has. */
export async function findWorkload(id: string): Promise<Workload> {
  const source = SOURCES.find(({ ids }) => ids.test(id));
  const found = (await source?.load())?.WORKLOADS.find((workload) => workload.id === id);
  if (found === undefined) throw new RangeError(`no workload '${id}'`);
  return found;
}

/** The ONNX bytes of a workload: the same for the same id, version and seed in every engine. */
export async function buildWorkload(
  id: string,
  seed = DEFAULT_SEED,
): Promise<Uint8Array<ArrayBuffer>> {
  return writeModel((await findWorkload(id)).build(seed));
}
