// The figures of the page: networks of the zoo, counted when the page is built.
import { countModel } from '@/lib/flops/count';
import type { Count } from '@/lib/flops/exact';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';

export interface CountedNet {
  readonly id: string;
  readonly title: string;
  readonly params: number;
  readonly macs: Count;
  readonly flops: Count;
  readonly otherOps: Count;
  readonly backwardMacs: Count;
  /** Backward over forward: below 2 because the first layer passes no gradient on. */
  readonly backwardRatio: number;
  /** FLOPs per byte of weights and activations, each moved once. */
  readonly intensity: number;
}

export async function countedNet(id: string): Promise<CountedNet> {
  const workload = await findWorkload(id);
  const report = countModel(workload.build(DEFAULT_SEED));
  return {
    id,
    title: workload.title,
    params: report.params,
    macs: report.macs,
    flops: report.flops,
    otherOps: report.otherOps,
    backwardMacs: report.backwardMacs,
    backwardRatio: Number(report.backwardMacs) / Number(report.macs),
    intensity: Number(report.flops) / (Number(report.activationBytes) + report.weightBytes),
  };
}
