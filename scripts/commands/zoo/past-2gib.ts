// `zoo past-2gib`: what is written past protobuf's limit is opened and run by native ONNX Runtime.
import { defineCommand } from '../../command';
import { checkPast2GiB } from '../../zoo/past-2gib';

export const command = defineCommand({
  notes: 'Needs 2.5 GiB in the folder for temporary files.',
  exits: { 1: 'the runtime disagrees' },
  run: async () => ((await checkPast2GiB()) ? 0 : 1),
});
