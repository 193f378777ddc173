// Sequences and optional values only move data.
import { type CostRules, costsFor, free } from './cost';

export const SEQUENCE: CostRules = costsFor(
  'SequenceConstruct SequenceEmpty SequenceInsert SequenceErase SequenceAt SequenceLength SplitToSequence ConcatFromSequence Optional OptionalGetElement OptionalHasElement',
  free,
);
