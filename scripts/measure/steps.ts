// `measure steps`: where the steps that predictions are made of differ from the nodes that ONNX
// Runtime is left with, operator by operator.
import { executionOf } from '@/lib/flops/steps/steps';
import { findWorkload } from '@/lib/models/registry';
import { defineCommand, list } from '../command';
import { NETS } from './predict/nets';
import { histogram, optimisedOperators } from './predict/optimised';

export const command = defineCommand({
  options: { nets: list('nets', NETS, (id) => NETS.includes(id)) },
  exits: { 1: 'some differ' },
  run: async ({ nets }) => {
    let differ = false;
    for (const id of nets) differ = (await compare(id)) || differ;
    return differ ? 1 : 0;
  },
});

/** Prints the operators of which there is another number; true where there are some. */
async function compare(id: string): Promise<boolean> {
  const model = (await findWorkload(id)).build(1);
  const theirs = await optimisedOperators(model);
  const { steps } = executionOf(model);
  const ours = histogram(steps.map(({ op }) => op));
  const differing = [...new Set([...theirs.keys(), ...ours.keys()])].filter(
    (op) => theirs.get(op) !== ours.get(op),
  );
  const nodes = [...theirs.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${id}: ${nodes} nodes, ${steps.length} steps`);
  for (const op of differing)
    console.log(`  ${op}: ${theirs.get(op) ?? 0}, here ${ours.get(op) ?? 0}`);
  return differing.length > 0;
}
