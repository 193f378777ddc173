// `measure folds`: every operator that shape inference folds, on N drawn constants of each type,
// and N drawn nodes of operators whose shape follows from attributes, against native ONNX Runtime.
// Prints how many elements inference claimed; types without a kernel in the CPU provider are
// marked.
import { defineCommand, whole } from '../command';
import { checkFold } from '../oracle/fold-check';
import { FOLD_DRAWS } from '../oracle/fold-draws';
import { checkShapes } from '../oracle/shape-check';
import { SHAPE_DRAWS } from '../oracle/shape-draws';

export const command = defineCommand({
  options: { cases: whole('N', 'draws of each', 200) },
  exits: { 1: 'an element or a shape is wrong' },
  run: async ({ cases }) => {
    let wrong = 0;
    let pairs = 0;
    for (const [operator, draw] of Object.entries(FOLD_DRAWS)) {
      const columns: string[] = [];
      for (const dtype of draw.dtypes) {
        const outcome = await checkFold(operator, draw, dtype, cases);
        if (outcome.compared !== null) pairs += 1;
        wrong += outcome.wrong.length;
        columns.push(`${dtype} ${outcome.compared === null ? 'no kernel' : outcome.claimed}`);
        for (const line of outcome.wrong) console.log(`WRONG ${line}`);
      }
      console.log(`${operator.padEnd(16)} ${columns.join(', ')}`);
    }
    console.log(`${pairs} pairs of operator and type, ${cases} cases each: ${wrong} wrong`);
    for (const [operator, draw] of Object.entries(SHAPE_DRAWS)) {
      const outcome = await checkShapes(operator, draw, cases);
      wrong += outcome.wrong.length;
      console.log(
        `${operator.padEnd(18)} ${outcome.compared} shapes, ${outcome.wrong.length} wrong`,
      );
      for (const line of outcome.wrong) console.log(`WRONG ${line}`);
    }
    return wrong === 0 ? 0 : 1;
  },
});
