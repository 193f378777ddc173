// Shapes that follow from attributes, against native ONNX Runtime on drawn nodes: a few per
// operator here, 200 by `npm run -s flopmark -- measure folds`.
import { expect, it } from 'vitest';
import { checkShapes } from '@/scripts/oracle/shape-check';
import { SHAPE_DRAWS } from '@/scripts/oracle/shape-draws';

const CASES = 15;

it.each(Object.entries(SHAPE_DRAWS))(
  '%s has the shape that ONNX Runtime gives',
  async (operator, draw) => {
    const { compared, wrong } = await checkShapes(operator, draw, CASES);
    expect(wrong).toEqual([]);
    expect(compared).toBe(CASES);
  },
);
