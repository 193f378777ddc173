import type { CostRules } from './cost';
export const FUSED: CostRules = {};
