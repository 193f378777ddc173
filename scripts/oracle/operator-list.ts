// What docs/operators.md says: every operator that ONNX Runtime knows, with its rule or the reason
// for which it has none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '@/lib/core/zod';
import { multiplies } from '@/lib/flops/multiplies';
import { dependsOnData } from '@/lib/flops/rules/cost';
import { COSTS } from '@/lib/flops/rules/table';
import { WITHOUT_RULE } from '@/lib/flops/without-rule';
import { CONTROL } from '@/lib/onnx/infer/control';
import { RULES } from '@/lib/onnx/infer/table';
import { keyOf } from '@/lib/onnx/ir';
import { root } from '../root';

const LIST = z.object({
  runtime: z.string(),
  domains: z.record(z.string(), z.object({ opset: z.number(), operators: z.array(z.string()) })),
});

/** The operators that the pinned runtime registers, by domain; a test asks it for each. */
export const runtimeOperators = (): z.infer<typeof LIST> =>
  LIST.parse(JSON.parse(readFileSync(join(root, 'test/fixtures/runtime-operators.json'), 'utf8')));

/** How an operator is counted; null where nothing is said of it. */
export function countedHow(domain: string, opType: string): string | null {
  const key = keyOf(domain, opType);
  if (CONTROL.has(key)) return 'its bodies, as often as they run';
  const cost = COSTS.get(key);
  if (cost === undefined || !RULES.has(key))
    return WITHOUT_RULE[key] === undefined ? null : `no rule: ${WITHOUT_RULE[key]}`;
  if (cost === dependsOnData) return 'shape alone: what it computes depends on data';
  const node = { name: '', opType, domain, overload: '', inputs: [], outputs: [], attributes: [] };
  return multiplies(node)
    ? 'MACs and other operations'
    : 'other operations, or none where it only moves data';
}

export function operatorsPage(): string {
  const { runtime, domains } = runtimeOperators();
  const lines = [
    '# Operators',
    '',
    `Every operator that ${runtime} registers, and how Flopmark counts it (\`flopmark-flops/1\`). Written by`,
    '`npm run -s flopmark -- operators`; a test asks the runtime for each name and compares this page.',
    '',
  ];
  for (const [domain, { operators }] of Object.entries(domains)) {
    lines.push(
      `## ${domain === '' ? 'ai.onnx' : domain}`,
      '',
      '| operator | counted |',
      '|---|---|',
    );
    for (const opType of operators)
      lines.push(`| ${opType} | ${countedHow(domain, opType) ?? '—'} |`);
    lines.push('');
  }
  return lines.join('\n');
}
