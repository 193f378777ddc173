// What the npm package `flopmark` exports (docs/package.md): plain ECMAScript for browsers and
// Node, without dependencies. A change of what is counted is a new convention; a change of these
// names is a new major version of the package.

export { FLOP_CONVENTION as CONVENTION } from '@/lib/core/units';
export { type Block, blocksOf } from '@/lib/flops/blocks';
export { type Budget, type BudgetName, checkBudget, type Finding } from '@/lib/flops/budget';
export {
  type Change,
  type Comparison,
  compareReports,
  type LayerChange,
} from '@/lib/flops/compare';
export type { Count } from '@/lib/flops/exact';
export type { FreeDimension } from '@/lib/flops/free-dimensions';
export { REASONS } from '@/lib/flops/reasons';
export { type ModelRecord, recordOf as toRecord } from '@/lib/flops/record';
export type {
  BodyReport,
  CountOptions,
  NodeReport,
  OperatorSum,
  Report,
  Total,
  Totals,
  Unknown,
  UnknownReason,
} from '@/lib/flops/report';
export { csvText, markdownText } from '@/lib/flops/text';
export type { ReadErrorCode } from '@/lib/onnx/read-error';
export type { ByteSource } from '@/lib/onnx/source';
export { countFlops, type OpenedModel, type OpenOptions, openModel } from './count-flops';
export type { ModelSource } from './model-source';
export { UnreadableModelError } from './unreadable-model-error';
