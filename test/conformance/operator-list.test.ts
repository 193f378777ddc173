// Every operator that the pinned ONNX Runtime registers has a rule or a named reason, and
// docs/operators.md says which.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { COSTS } from '@/lib/flops/rules/table';
import { WITHOUT_RULE } from '@/lib/flops/without-rule';
import { GraphBuilder } from '@/lib/onnx/builder';
import { RULES } from '@/lib/onnx/infer/table';
import { writeModel } from '@/lib/onnx/write';
import { countedHow, operatorsPage, runtimeOperators } from '@/scripts/oracle/operator-list';
import { root } from '@/scripts/root';

/**
 * Whether the runtime has a schema of that name: of one that it has, it complains about the inputs
 * that are missing.
 */
async function isRegistered(domain: string, opset: number, opType: string): Promise<boolean> {
  const domains = domain === '' ? {} : { [domain]: opset };
  const g = new GraphBuilder({ name: 'g', opset: domain === '' ? opset : 22, domains });
  g.output(g.node(opType, [], {}, { domain }), 'float32', null);
  try {
    const session = await ort.InferenceSession.create(writeModel(g.finish()), {
      logSeverityLevel: 4,
    });
    await session.release();
    return true;
  } catch (error) {
    return !/not a registered function\/op|No Op registered/.test(String(error));
  }
}

describe('operators of ONNX Runtime', () => {
  const { domains } = runtimeOperators();
  it.each(Object.entries(domains))(
    '%s: the runtime knows each',
    async (domain, { opset, operators }) => {
      for (const opType of operators)
        expect([opType, await isRegistered(domain, opset, opType)]).toEqual([opType, true]);
      expect(await isRegistered(domain, opset, 'Frobnicate')).toBe(false);
    },
  );

  it('have a rule or a named reason, never both', () => {
    for (const [domain, { operators }] of Object.entries(domains)) {
      const silent = operators.filter((opType) => countedHow(domain, opType) === null);
      expect([domain, silent]).toEqual([domain, []]);
    }
    expect(Object.keys(WITHOUT_RULE).filter((key) => RULES.has(key) || COSTS.has(key))).toEqual([]);
  });

  it('stand in docs/operators.md', () => {
    expect(readFileSync(join(root, 'docs/operators.md'), 'utf8')).toBe(operatorsPage());
  });
});
