// The table of what runs, and that workloads are written in the form that follows from it.
import { describe, expect, it } from 'vitest';
import { FORMS } from '@/lib/models/forms/forms';
import { chooseForm, SUPPORT, type SupportTable, type Verdict } from '@/lib/models/forms/support';
import { findWorkload } from '@/lib/models/registry';
import { ORT_VERSION } from '@/lib/ort/version';

/** A table of two forms with these verdicts on WASM and WebGPU. */
const tableOf = (
  ...verdicts: readonly (readonly [wasm: Verdict, webgpu: Verdict])[]
): SupportTable => ({
  ...SUPPORT,
  rows: verdicts.map(([wasm, webgpu], i) => ({
    form: `form${i}`,
    precision: 'w8a8',
    operator: 'product',
    nodes: '',
    wasm,
    webgpu,
  })),
});

describe('support table', () => {
  it('tells of every form in the pinned runtime', () => {
    expect(SUPPORT.ortVersion).toBe(ORT_VERSION);
    expect(SUPPORT.rows.map(({ form }) => form)).toEqual(FORMS.map(({ id }) => id));
    expect(new Set(SUPPORT.rows.map(({ precision }) => precision))).toEqual(
      new Set(['fp32', 'fp16', 'w8a8', 'w4a32', 'w4a16']),
    );
  });

  it('chooses what most backends run, the first of equals, and never what WASM does not', () => {
    expect(chooseForm('w8a8', 'product', tableOf(['runs', 'falls-back'], ['runs', 'runs']))).toBe(
      'form1',
    );
    expect(
      chooseForm('w8a8', 'product', tableOf(['runs', 'falls-back'], ['runs', 'no-shader-f16'])),
    ).toBe('form0');
    expect(chooseForm('w8a8', 'product', tableOf(['wrong', 'runs'], ['runs', 'fails']))).toBe(
      'form1',
    );
    expect(() => chooseForm('w8a8', 'product', tableOf(['fails', 'runs']))).toThrow(
      'no form of w8a8 product runs',
    );
  });

  it.each([
    ['gemv-1024-w8a8', 'w8a8', 'product'],
    ['minilm-l6-w8a8', 'w8a8', 'product'],
    ['mobilenet-v2-w8a8', 'w8a8', 'convolution'],
    ['gemv-1024-w4a32', 'w4a32', 'product'],
    ['gemv-1024-w4a16', 'w4a16', 'product'],
  ] as const)('%s is written in the chosen form', async (id, precision, operator) => {
    const chosen = FORMS.find((form) => form.id === chooseForm(precision, operator));
    const used = (await findWorkload(id)).build(1).graph.nodes.map(({ opType }) => opType);
    const wanted = chosen?.model.graph.nodes.map(({ opType }) => opType) ?? ['none'];
    expect(used).toEqual(expect.arrayContaining(wanted));
  });
});
