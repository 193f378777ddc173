// `npm run -s flops -- FILE…`: scripts/flops/command.ts, which the npm package has, too.
import { flopsCommand } from './flops/command';

process.exitCode = await flopsCommand('npm run -s flops --', process.argv.slice(2));
