// `zoo check`: the outputs of a workload in onnxruntime-web on WASM against those of native ONNX
// Runtime.
import { MANIFEST } from '@/lib/models/manifest';
import { findWorkload } from '@/lib/models/registry';
import {
  defineCommand,
  type Exit,
  flag,
  optionalArgument,
  pattern,
  text,
  UsageError,
} from '../../command';
import { agreementLine, checkWorkload } from '../../zoo/check';
import { checkAll } from '../../zoo/check-all';
import { seedOption } from './seed';

export const command = defineCommand({
  args: { id: optionalArgument('ID', 'a workload, as zoo list names it; or --all') },
  options: {
    all: flag('every workload, each in a process of its own'),
    only: pattern('with --all: the workloads whose id it matches'),
    out: text('FILE', 'with --all: writes the comparisons as JSON'),
    seed: seedOption,
    json: flag('one JSON object on stdout'),
  },
  exits: { 1: 'outputs differ by more than the tolerance' },
  run: async ({ id, all, only, out, seed, json }) => {
    if (all === (id !== undefined)) throw new UsageError('either an ID or --all');
    if (id !== undefined) return checkOne(id, seed, json);
    return (await checkAll(
      [...MANIFEST.keys()].filter((known) => only.test(known)),
      out,
    ))
      ? 0
      : 1;
  },
});

async function checkOne(id: string, seed: number, json: boolean): Promise<Exit> {
  const agreement = await checkWorkload(await findWorkload(id), seed);
  if (json) console.log(JSON.stringify(agreement));
  else {
    for (const { name, type, error } of agreement.outputs)
      console.log(`${id} ${name} ${type}: largest relative difference ${error.toExponential(2)}`);
    console.log(agreementLine(agreement));
  }
  return agreement.ok ? 0 : 1;
}
