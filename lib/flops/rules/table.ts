// Operator → cost. The same keys as the table of shape rules (lib/onnx/infer/table.ts): a test
// compares them.
import { ATTENTION } from './attention';
import { CLASSIC } from './classic';
import { CONTRIB } from './contrib';
import { CONV } from './conv';
import type { CostRule } from './cost';
import { FUSED } from './fused';
import { GENERATE } from './generate';
import { JOIN } from './join';
import { MATMUL } from './matmul';
import { NORMALISE } from './normalise';
import { POINTWISE } from './pointwise';
import { POOL } from './pool';
import { QUANTISED } from './quantised';
import { RECURRENT } from './recurrent';
import { REDUCE } from './reduce';
import { RESAMPLE } from './resample';
import { RESHAPE } from './reshape';
import { SELECT } from './select';
import { SEQUENCE } from './sequence';
import { SPECTRAL } from './spectral';
import { TEXT } from './text';
import { TRAINING } from './training';

export const COSTS: ReadonlyMap<string, CostRule> = new Map(
  [
    POINTWISE,
    RESHAPE,
    SELECT,
    JOIN,
    GENERATE,
    CONV,
    POOL,
    MATMUL,
    REDUCE,
    NORMALISE,
    ATTENTION,
    RECURRENT,
    QUANTISED,
    RESAMPLE,
    SPECTRAL,
    SEQUENCE,
    TRAINING,
    TEXT,
    CLASSIC,
    CONTRIB,
    FUSED,
  ].flatMap((rules) => Object.entries(rules)),
);
