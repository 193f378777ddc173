// What shape inference folds, against native ONNX Runtime on drawn constants: a few per operator
// and type here, 200 by `npm run -s flopmark -- measure folds`.
import { expect, it } from 'vitest';
import { checkFold } from '@/scripts/oracle/fold-check';
import { FOLD_DRAWS } from '@/scripts/oracle/fold-draws';

const CASES = 8;

it.each(Object.entries(FOLD_DRAWS))(
  '%s folds to what ONNX Runtime computes',
  async (operator, draw) => {
    let compared = 0;
    let claimed = 0;
    for (const dtype of draw.dtypes) {
      const outcome = await checkFold(operator, draw, dtype, CASES);
      expect(outcome.wrong).toEqual([]);
      compared += outcome.compared ?? 0;
      claimed += outcome.claimed;
    }
    expect(compared).toBeGreaterThanOrEqual(CASES);
    expect(claimed).toBeGreaterThan(0);
  },
);
