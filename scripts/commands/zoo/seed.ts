// The option that seeds a workload's weights.
import { DEFAULT_SEED } from '@/lib/models/registry';
import { whole } from '../../command';

export const seedOption = whole('N', 'seeds the weights; the pinned workloads have', DEFAULT_SEED, {
  least: 0,
});
