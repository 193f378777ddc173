// The report of /analyze drawn as the page draws it, over real counts: what is shown of a whole
// network, of one that is open, and of nodes with bodies.
import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { drawInto } from '@/app/_client/preact-root';
import { ModelReport } from '@/app/analyze/model-report';
import { countModel } from '@/lib/flops/count';
import { freeDimensionsOf, openDimensionsOf } from '@/lib/flops/free-dimensions';
import type { NodeTimes } from '@/lib/flops/profile';
import type { CountOptions, Report } from '@/lib/flops/report';
import { executionOf } from '@/lib/flops/steps/steps';
import { fedInputs } from '@/lib/models/graph-inputs';
import { loadBytes } from '@/lib/onnx/load';
import { referencePath } from '@/scripts/oracle/reference';
import { root } from '@/scripts/root';

// Preact looks for a document when it is loaded.
const place = await vi.hoisted(async () => {
  const { parseHTML } = await import('linkedom');
  const { document, HTMLElement } = parseHTML('<!doctype html><body><main></main></body>');
  // Nothing is laid out there.
  Object.defineProperties(HTMLElement.prototype, {
    clientHeight: { value: 640 },
    scrollTop: { value: 0, writable: true },
  });
  class NoResize {
    observe(): void {}
    disconnect(): void {}
  }
  Object.assign(globalThis, {
    document,
    ResizeObserver: NoResize,
    requestAnimationFrame: (done: () => void) => setTimeout(done, 0),
    cancelAnimationFrame: clearTimeout,
  });
  return document.querySelector('main') as unknown as HTMLElement;
});

function show(
  path: string,
  options: CountOptions = {},
  timesOf: (report: Report) => NodeTimes | null = () => null,
): void {
  const bytes = new Uint8Array(readFileSync(path));
  const loaded = loadBytes(bytes);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const { graph, irVersion } = loaded.value;
  const file = {
    name: 'model.onnx',
    sizeBytes: bytes.length,
    irVersion,
    opset: 17,
    producer: '',
    freeDimensions: freeDimensionsOf(graph),
    openDimensions: openDimensionsOf(graph, options),
    inputs: fedInputs(graph),
    weightFiles: [],
    missingFiles: [],
  };
  const report = countModel(loaded.value, options);
  const nothing = (): void => undefined;
  drawInto(
    place,
    createElement(ModelReport, {
      file: new File([bytes], 'model.onnx'),
      analysis: { file, options, report, execution: executionOf(loaded.value, options) },
      counting: false,
      described: null,
      onDescribe: nothing,
      times: timesOf(report),
      onTimes: nothing,
      onCount: nothing,
      onClose: nothing,
    }),
  );
}

const text = (selector: string): string =>
  (place.querySelector(selector)?.textContent ?? '').replaceAll('\u2009', ' ');
/**
 * So many turns of the event loop that whatever was drawn has drawn what follows from it, however
 * slow each is.
 */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
};
const layers = (): readonly string[] =>
  [...place.querySelectorAll('[data-layer]')].map(
    (row) => row.querySelector('th')?.textContent ?? '',
  );

const { Event } = await vi.hoisted(() => import('linkedom'));
const send = async (
  selector: string,
  type: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const target = place.querySelector(selector);
  if (target === null) throw new Error(`there is no ${selector}`);
  const { value, ...rest } = values;
  if (value !== undefined) Object.assign(target, { value });
  target.dispatchEvent(
    Object.assign(new Event(type, { bubbles: true }), rest) as unknown as globalThis.Event,
  );
  await settled();
};

describe('the report', () => {
  it('shows a network: totals, a picture, operators, layers with the largest first', async () => {
    show(referencePath('onnx/mobilenet_v2.onnx'));
    await settled();
    expect(text('[data-testid=totals]')).toContain('602 MFLOPs');
    expect(text('[data-testid=coverage]')).toContain('All 209 nodes are counted');
    expect(text('[data-testid=operators] tbody tr')).toMatch(/^Conv52.*99\.6\s%/);
    expect(place.querySelectorAll('[data-testid=icicle] rect').length).toBeGreaterThan(20);
    expect(text('#picture-cell')).toContain('MACs');
    expect(layers().length).toBeGreaterThan(3);
    expect(layers().join()).not.toContain('Constant');
  });

  it('names the operators that do no work, and has no time for what was fused', async () => {
    const convolutions = ({ nodes }: Report): NodeTimes => ({
      runs: 8,
      byNode: new Map(
        nodes.filter(({ opType }) => opType === 'Conv').map(({ name }) => [name, 0.5]),
      ),
    });
    show(referencePath('onnx/mobilenet_v2.onnx'), {}, convolutions);
    await settled();
    const [first, ...others] = [...place.querySelectorAll('[data-testid=operators] tbody tr')].map(
      (row) => row.querySelectorAll('td')[3]?.textContent ?? '',
    );
    expect(first).toContain('0.026 s');
    for (const other of others) expect(other).toContain('—no kernel of its own');
    expect(text('[data-testid=other-operators]')).toBe('Without arithmetic or weights: 1 Flatten.');
  });

  it('answers what is typed, chosen, clicked and walked', async () => {
    show(referencePath('onnx/mobilenet_v2.onnx'));
    await settled();
    await send('input[type=search]', 'input', { value: 'gemm' });
    expect(layers().at(-1)).toContain('Gemm');
    await send('[data-layer]:last-child th button:last-of-type', 'click');
    expect(text('[data-testid=layer]')).toContain('OperatorGemm');
    await send('input[type=search]', 'input', { value: '' });
    const whole = text('#picture-cell');
    await send('[aria-label^="Blocks by"]', 'keydown', { key: 'ArrowDown' });
    expect(text('#picture-cell')).not.toBe(whole);
    await send('[aria-label^="Blocks by"]', 'keydown', { key: 'ArrowUp' });
    await send('[data-testid=layers] thead th button', 'click');
    expect(place.querySelector('th[aria-sort=ascending]')?.textContent).toBe('Layer');
  });

  it('never shows 0 for what is not known, and offers first guesses', async () => {
    show(`${root}/test/fixtures/cases/counter/tf_nhwc_dynamic.onnx`);
    await settled();
    expect(text('[data-testid=totals]')).toContain('—');
    const button = [...place.querySelectorAll('button')].find((one) =>
      one.textContent?.startsWith('Count with'),
    );
    expect(button?.textContent).toMatch(/= \d+/);
    const operators = [...place.querySelectorAll('[data-testid=operators] tbody tr')];
    const cells = operators.map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
    );
    // Nodes, MACs, share, other operations, parameters: all work waits for the dimensions.
    for (const [, macs = '', , other = ''] of cells) expect(`${macs} ${other}`).toContain('—');
  });

  it('opens bodies in their place', async () => {
    show(`${root}/test/fixtures/cases/counter/if_value_input.onnx`);
    await settled();
    expect(layers().filter((label) => label.includes('_branch'))).toHaveLength(2);
  });
});
