// The kernels of the suite `predict`.
import type { Workload } from '../../workload';
import { CONVOLUTIONS } from './convolutions';
import { PASSES } from './passes';
import { PRODUCTS } from './products';

export const WORKLOADS: readonly Workload[] = [...PRODUCTS, ...CONVOLUTIONS, ...PASSES];
