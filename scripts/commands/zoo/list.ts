// `zoo list`: the manifest, for people and for programs.
import { integer } from '@/lib/core/format';
import { MANIFEST } from '@/lib/models/manifest';
import { defineCommand, flag } from '../../command';

export const command = defineCommand({
  options: { json: flag('an array of workloads on stdout') },
  run: async ({ json }) => {
    const rows = [...MANIFEST.values()].map(
      ({ id, kind, family, precision, params, macs, flops, weightBytes, digest }) => ({
        id,
        kind,
        family,
        precision,
        params,
        macs,
        flops,
        weightBytes,
        digest,
      }),
    );
    if (json) console.log(JSON.stringify(rows, null, 1));
    else {
      for (const { id, kind, params, macs } of rows) {
        const counts = `${integer(params).padStart(12)} params ${integer(macs).padStart(16)} MACs`;
        console.log(`${id.padEnd(40)} ${kind.padEnd(7)} ${counts}`);
      }
    }
    return 0;
  },
});
