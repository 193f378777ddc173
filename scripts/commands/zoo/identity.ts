// `zoo identity`: builders are to give the same bytes in every engine.
import { MANIFEST } from '@/lib/models/manifest';
import { defineCommand, pattern } from '../../command';
import { checkIdentity } from '../../zoo/identity';

export const command = defineCommand({
  options: { only: pattern('the workloads whose id it matches') },
  exits: { 1: 'bytes differ, or no browser is there' },
  run: async ({ only }) =>
    (await checkIdentity([...MANIFEST.keys()].filter((id) => only.test(id)))) ? 0 : 1,
});
