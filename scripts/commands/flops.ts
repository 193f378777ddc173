// `flops`: scripts/flops/command.ts, which the npm package has too; it reads its arguments without
// packages of others.
import type { Runnable } from '../command';
import { flopsCommand } from '../flops/command';

export const command: Runnable = {
  run: (_name, _summary, args) => flopsCommand('npm run -s flops --', args),
};
