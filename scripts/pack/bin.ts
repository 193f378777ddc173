#!/usr/bin/env node
// `npx flopmark flops FILE…`: the command of the npm package.
import { FLOP_CONVENTION } from '@/lib/core/units';
import { flopsCommand } from '../flops/command';

/** Put in by scripts/commands/pack.ts. */
declare const PACKAGE_VERSION: string;

const USAGE = `Usage: flopmark flops FILE... [options]   counts ONNX files (flopmark flops --help)
       flopmark --version`;

const [command, ...args] = process.argv.slice(2);
if (command === 'flops') {
  process.exitCode = await flopsCommand('flopmark flops', args);
} else if (command === '--version' || command === '-v') {
  console.log(`flopmark ${PACKAGE_VERSION} (${FLOP_CONVENTION})`);
} else if (command === '--help' || command === '-h') {
  console.log(USAGE);
} else {
  console.error(command === undefined ? USAGE : `flopmark: no command '${command}'\n${USAGE}`);
  process.exitCode = 2;
}
