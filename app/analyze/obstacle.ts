// Why a file cannot run on this page; null where it can be tried.
import { specsOf, type Unfeedable } from '@/lib/models/graph-inputs';
import type { Analysis } from '@/workers/analyse-messages';

export function obstacle({ file, options }: Analysis): string | null {
  const [weights] = file.weightFiles;
  if (weights !== undefined)
    return `Its weights lie in another file, ${weights}: the runtime is given only this one.`;
  const specs = specsOf(file.inputs, options.bind ?? {});
  return specs.ok ? null : words(specs.error);
}

function words(problem: Unfeedable): string {
  if (problem.code === 'open-dimensions')
    return `Bind ${problem.dimensions.join(', ')} first, under Dimensions.`;
  return `Input ${problem.input} is of type ${problem.type}, for which no values can be made here.`;
}
