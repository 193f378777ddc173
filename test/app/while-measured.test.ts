// What a run's page says of itself while it measured.
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { pressureWords, smoothnessSentence, WhileMeasured } from '@/app/_components/while-measured';
import { gemm, measured, mobilenet, skipped } from '../support/measurement-view';

const gaps = (longestMs: number, p95Ms: number) => ({ frameGaps: { longestMs, p95Ms } });

describe('while it was measured', () => {
  it('says where the page stood still longest', () => {
    const rows = [
      measured(gemm(512), gaps(30, 17)),
      measured(mobilenet, { ...gaps(420, 90), backend: 'webgpu' }),
    ];
    expect(smoothnessSentence(rows)).toBe(
      'The page stood still longest during MobileNetV2 on WebGPU: 420\u2009ms between two frames at most. ' +
        'In 1 of 2 rows, 95 % of the gaps were too short to be seen.',
    );
    expect(smoothnessSentence(rows.slice(0, 1))).toBe(
      'The page stayed smooth throughout: 30.0\u2009ms between two frames at most.',
    );
    expect(smoothnessSentence([measured(mobilenet)])).toBeNull();
  });

  it('names the states of the processor that occurred', () => {
    expect(pressureWords({ nominal: 0.8, fair: 0.197, serious: 0.003, critical: 0 })).toBe(
      'nominal 80\u2009%, fair 20\u2009%',
    );
  });

  it('shows columns for what was told, and nothing where nothing was', () => {
    const html = (rows: Parameters<typeof WhileMeasured>[0]['measurements']): string =>
      renderToStaticMarkup(createElement(WhileMeasured, { measurements: rows }));
    expect(html([measured(mobilenet), skipped])).toBe('');
    const plain = html([measured(mobilenet, gaps(20, 17))]);
    expect(plain).not.toContain('GPU calls');
    const gpu = html([measured(mobilenet, { ...gaps(20, 17), validationMode: 'basic' })]);
    expect(gpu).toContain('basic, ONNX Runtime’s default');
  });
});
