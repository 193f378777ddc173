// `zoo build`: one file while protobuf can hold it, past 2 GiB its weights in FILE.data beside it.
import { integer } from '@/lib/core/format';
import { findWorkload } from '@/lib/models/registry';
import { argument, defineCommand, text, UsageError } from '../../command';
import { writeFile } from '../../zoo/write-file';
import { seedOption } from './seed';

export const command = defineCommand({
  args: { id: argument('ID', 'a workload, as zoo list names it') },
  options: { out: text('FILE', 'where to write the model; needed'), seed: seedOption },
  run: async ({ id, out, seed }) => {
    if (out === undefined) throw new UsageError('--out FILE says where to write it');
    const workload = await findWorkload(id);
    for (const { path, byteLength } of writeFile(workload.build(seed), out))
      console.error(`${path}: ${integer(byteLength)} bytes`);
    return 0;
  },
});
