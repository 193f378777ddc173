// The badge: fixed pictures per style, hostile names that stay text, at most 2 KB for any input, contrast of every tone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BADGE_MAX_BYTES, BADGE_STYLES, type Badge, badgeStyle, renderBadge } from '@/lib/badge/badge';
import { modelBadge } from '@/lib/badge/model-badge';
import { emptyRunBadge, runBadge, UNKNOWN_RUN_BADGE, unverified } from '@/lib/badge/run-badge';
import { textWidth } from '@/lib/badge/text-width';

const mobilenet: Badge = runBadge({
  workloadTitle: 'MobileNetV2',
  backend: 'wasm',
  kind: 'model',
  medianMs: 15.6789,
  gflops: 38.3669,
  rateUnit: 'GFLOPS',
  measuredAt: new Date('2026-11-23T12:00:00Z'),
});

describe('runBadge', () => {
  it('leads with time for a model and with the rate for a kernel, always with unit, backend and date', () => {
    expect(mobilenet.message).toBe('15.7\u2009ms · 38.4\u2009GFLOPS · WASM · 2026-11-23');
    const kernel = runBadge({
      workloadTitle: 'GEMM 1024',
      backend: 'webgpu',
      kind: 'kernel',
      medianMs: 0.84,
      gflops: 2556.5,
      rateUnit: 'GFLOPS',
      measuredAt: new Date('2026-11-23T12:00:00Z'),
    });
    expect(kernel).toEqual({
      label: 'GEMM 1024',
      message: '2560\u2009GFLOPS · 840\u2009µs · WebGPU · 2026-11-23',
      tone: 'webgpu',
    });
  });

  it('warns in grey of a run that is on no board', () => {
    expect(unverified(mobilenet)).toEqual({
      ...mobilenet,
      message: `${mobilenet.message} · unverified`,
      tone: 'unknown',
    });
  });

  it('leaves out a rate that does not exist', () => {
    const dispatch = runBadge({
      workloadTitle: 'Empty graph',
      backend: 'wasm',
      kind: 'kernel',
      medianMs: 0.02,
      gflops: null,
      rateUnit: 'GFLOPS',
      measuredAt: new Date('2026-01-02T00:00:00Z'),
    });
    expect(dispatch.message).toBe('20.0\u2009µs · WASM · 2026-01-02');
  });
});

describe('modelBadge', () => {
  it.each([
    [{ title: 'MobileNetV2', flops: 601_548_544, params: 3_504_872 }, '0.60 GFLOPs · 3.5 M params'],
    [{ title: 'VGG-16', flops: 30_940_528_640, params: 138_357_544 }, '30.9 GFLOPs · 138 M params'],
    [{ title: 'GEMM 1024', flops: 2 ** 31, params: 0 }, '2.1 GFLOPs'],
    [{ title: 'GEMM 64', flops: 2 ** 19, params: 4096 }, '524 kFLOPs · 4.1 k params'],
    [{ title: 'Softmax', flops: 0, params: 0 }, 'no FLOPs'],
  ])('%j', (facts, message) => {
    expect(modelBadge(facts)).toEqual({ label: facts.title, message, tone: 'neutral' });
  });
});

describe('renderBadge', () => {
  it.each(BADGE_STYLES)('draws %s as pinned', (style) => {
    expect(renderBadge(mobilenet, style)).toMatchSnapshot('a model');
    expect(renderBadge(UNKNOWN_RUN_BADGE, style)).toMatchSnapshot('an unknown run');
    expect(renderBadge(emptyRunBadge(new Date('2026-11-23T12:00:00Z')), style)).toMatchSnapshot('no result');
  });

  it('takes a style by name, flat for any other', () => {
    expect(['for-the-badge', 'flat', 'plastic', '__proto__', null].map(badgeStyle)).toEqual([
      'for-the-badge',
      'flat',
      'flat',
      'flat',
      'flat',
    ]);
  });

  it('never raises a unit to capitals', () => {
    const svg = renderBadge(mobilenet, 'for-the-badge');
    expect(svg).toContain('MOBILENETV2');
    expect(svg).toContain('15.7\u2009ms');
  });

  it.each([
    '</text><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    ']]>&lt;&#x3c;script&#x3e;',
    '\u0000\u0008\ud800\uffff\u202eevil\u2066',
    '<!--<![CDATA[<?xml',
  ])('keeps %j as text', (name) => {
    for (const style of BADGE_STYLES) {
      const svg = renderBadge({ label: name, message: name, tone: 'neutral' }, style);
      expect(svg.match(/<[a-zA-Z!?/][^>]*>/g)?.map((tag) => tag.replace(/[ />].*$/s, ''))).toEqual(
        renderBadge(mobilenet, style)
          .match(/<[a-zA-Z!?/][^>]*>/g)
          ?.map((tag) => tag.replace(/[ />].*$/s, '')),
      );
    }
  });

  it('is well-formed, free of forbidden characters and at most 2 KB for any text', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom('<', '&', '"', '>', '\u{1f525}', '\u0301', '\ud800', 'W'), maxLength: 300 }),
    );
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(...BADGE_STYLES), (label, message, style) => {
        const svg = renderBadge({ label, message, tone: 'webnn' }, style);
        expect(new TextEncoder().encode(svg).length).toBeLessThanOrEqual(BADGE_MAX_BYTES);
        expect(svg).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
        const bare = svg.replace(/<\/?(?:svg|title|clipPath|rect|g|text)(?: [a-zA-Z-]+="[^"<>]*")*\/?>/g, '');
        expect(bare).not.toMatch(/[<>]/);
        expect(bare.replace(/&(?:amp|lt|gt|quot);/g, '')).not.toContain('&');
      }),
      { numRuns: 500 },
    );
  });

  it('has white text at 4.5 : 1 on every fill', () => {
    const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const luminance = (hex: string) => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const tone of ['wasm', 'webgpu', 'webnn', 'neutral', 'unknown'] as const) {
      const fills = renderBadge({ label: 'a', message: 'b', tone }).match(/fill="#[0-9a-f]{6}"/g) ?? [];
      expect(fills).toHaveLength(2);
      for (const fill of fills) expect(1.05 / (luminance(fill.slice(6, 13)) + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('textWidth', () => {
  it('adds advance widths', () => {
    expect(textWidth('', 11)).toBe(0);
    expect(textWidth('i', 1000)).toBe(274);
    expect(textWidth('W~ ', 1000)).toBe(989 + 818 + 352);
    expect(textWidth('ab', 10, 1)).toBeCloseTo(6.01 + 6.23 + 2);
    expect(textWidth('e\u0301', 1000)).toBe(596);
  });
});
