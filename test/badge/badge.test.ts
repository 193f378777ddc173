// The badge: fixed pictures per style, hostile names that stay text, at most 2 KB for any input,
// contrast of every tone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BADGE_MAX_BYTES,
  BADGE_STYLES,
  EXAMPLE_NOTE,
  messageOf,
  NOTE_FILL,
  renderBadge,
  shieldsEndpoint,
} from '@/lib/badge/badge';
import { renderCard } from '@/lib/badge/card';
import { modelBadge } from '@/lib/badge/model-badge';
import {
  emptyRunBadge,
  type RunBadgeFacts,
  runBadge,
  topPercentOf,
  UNKNOWN_RUN_BADGE,
} from '@/lib/badge/run-badge';
import { browserBadge, deviceBadge } from '@/lib/badge/standing-badge';
import { textWidth } from '@/lib/badge/text-width';

const mobilenetFacts: RunBadgeFacts = {
  deviceName: 'NVIDIA GeForce RTX 4070',
  workloadTitle: 'MobileNetV2',
  backend: 'wasm',
  kind: 'model',
  ms: 15.6789,
  gflops: 38.3669,
  rateUnit: 'GFLOPS',
  trustLevel: 1,
  topPercent: null,
  measuredAt: new Date('2026-11-23T12:00:00Z'),
};
const mobilenet = runBadge(mobilenetFacts);

describe('runBadge', () => {
  it('leads with time for a model and with the rate for a kernel, always with unit, backend and date', () => {
    expect(mobilenet.label).toBe('NVIDIA GeForce RTX 4070');
    expect(messageOf(mobilenet)).toBe('MobileNetV2 15.7\u2009ms · WASM · 2026-11-23');
    const kernel = runBadge({
      ...mobilenetFacts,
      workloadTitle: 'GEMM 1024',
      backend: 'webgpu',
      kind: 'kernel',
      ms: 0.84,
      gflops: 2556.5,
    });
    expect(messageOf(kernel)).toBe('GEMM 1024 2560\u2009GFLOPS · WebGPU · 2026-11-23');
    expect(kernel.tone).toBe('webgpu');
  });

  it('names place and proof of an attested run', () => {
    expect(
      messageOf(runBadge({ ...mobilenetFacts, backend: 'webgpu', trustLevel: 2, topPercent: 8 })),
    ).toBe('MobileNetV2 15.7\u2009ms · WebGPU · top 8\u2009% · attested · 2026-11-23');
  });

  it('warns in grey of a run that is on no board, whatever its place would be', () => {
    const badge = runBadge({ ...mobilenetFacts, trustLevel: 0, topPercent: 1 });
    expect(messageOf(badge)).toBe('MobileNetV2 15.7\u2009ms · WASM · unverified · 2026-11-23');
    expect(badge.tone).toBe('unknown');
  });

  it('shows the time of a kernel whose rate does not exist', () => {
    const dispatch = runBadge({
      ...mobilenetFacts,
      workloadTitle: 'Empty graph',
      kind: 'kernel',
      ms: 0.02,
      gflops: null,
    });
    expect(messageOf(dispatch)).toBe('Empty graph 20.0\u2009µs · WASM · 2026-11-23');
  });
});

describe('topPercentOf', () => {
  it.each([
    [0, 100, 1],
    [7, 100, 8],
    [0, 1000, 1],
    [49, 100, 50],
    [50, 100, null],
    [0, 19, null],
    [0, 20, 5],
    [0, 0, null],
  ])('%d faster of %d: %s', (faster, total, percent) => {
    expect(topPercentOf(faster, total)).toBe(percent);
  });
});

describe('standing badges', () => {
  const at = new Date('2026-11-24T00:00:00Z');

  it('says how a device does and how many stand behind it', () => {
    const facts = {
      deviceName: 'RTX 4070',
      workloadTitle: 'ResNet-50',
      backend: 'webgpu',
      p50Ms: 7.1,
      at,
    } as const;
    expect(deviceBadge({ ...facts, networks: 37 })).toEqual({
      label: 'RTX 4070',
      parts: ['ResNet-50 7.10\u2009ms', 'WebGPU', '37 networks', '2026-11-24'],
      tone: 'webgpu',
    });
    expect(deviceBadge({ ...facts, networks: 1 }).parts).toContain('1 network');
  });

  it('says how a model runs in browsers', () => {
    expect(browserBadge({ backend: 'webgpu', p75Ms: 22, devices: 212, at })).toEqual({
      label: 'runs in browser',
      parts: ['p75 22.0\u2009ms WebGPU', '212 devices', '2026-11-24'],
      tone: 'webgpu',
    });
  });
});

describe('shieldsEndpoint', () => {
  it('is what shields.io reads', () => {
    expect(shieldsEndpoint(mobilenet)).toEqual({
      schemaVersion: 1,
      label: 'NVIDIA GeForce RTX 4070',
      message: messageOf(mobilenet),
      color: '#9a5b00',
      labelColor: '#33383d',
    });
  });
});

describe('a note', () => {
  const noted = { ...mobilenet, note: EXAMPLE_NOTE };

  it.each(BADGE_STYLES)('stands in a box of its own at the end of %s, whatever is cut', (style) => {
    const svg = renderBadge({ ...noted, label: 'L'.repeat(99), parts: ['M'.repeat(99)] }, style);
    expect(svg).toContain(`>${EXAMPLE_NOTE}</text>`);
    expect(svg).toContain(`(${EXAMPLE_NOTE})</title>`);
    expect(svg).toContain(NOTE_FILL);
    expect(renderBadge(mobilenet, style)).not.toContain(NOTE_FILL);
  });

  it('comes first in what shields.io draws, and stands on a card', () => {
    expect(shieldsEndpoint(noted).message).toMatch(new RegExp(`^${EXAMPLE_NOTE} · `));
    expect(renderCard({ badge: noted, href: 'https://flopmark.example/' })).toContain(EXAMPLE_NOTE);
  });
});

describe('renderCard', () => {
  it('keeps hostile names as text and leads where it should', () => {
    const name = '</a></style><script>alert(1)</script>"';
    const html = renderCard({
      badge: { label: name, parts: [name, name], tone: 'wasm' },
      href: 'https://flopmark.example/runs/"><script>',
    });
    expect(html).not.toContain('<script>');
    expect(html.match(/<\/?[a-z]+/g)).toEqual(
      renderCard({ badge: mobilenet, href: 'https://flopmark.example/' }).match(/<\/?[a-z]+/g),
    );
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
    expect(messageOf(modelBadge(facts))).toBe(message);
    expect(modelBadge(facts)).toMatchObject({ label: facts.title, tone: 'neutral' });
  });
});

describe('renderBadge', () => {
  it.each(BADGE_STYLES)('draws %s as pinned', (style) => {
    expect(renderBadge(mobilenet, style)).toMatchSnapshot('a model');
    expect(renderBadge(UNKNOWN_RUN_BADGE, style)).toMatchSnapshot('an unknown run');
    expect(renderBadge(emptyRunBadge(new Date('2026-11-23T12:00:00Z')), style)).toMatchSnapshot(
      'no result',
    );
  });

  it('never raises a unit to capitals', () => {
    const svg = renderBadge(mobilenet, 'for-the-badge');
    expect(svg).toContain('NVIDIA GEFORCE RTX 4070');
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
      const svg = renderBadge({ label: name, parts: [name], tone: 'neutral' }, style);
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
      fc.string({
        unit: fc.constantFrom('<', '&', '"', '>', '\u{1f525}', '\u0301', '\ud800', 'W'),
        maxLength: 300,
      }),
    );
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.constantFrom(...BADGE_STYLES),
        fc.boolean(),
        (label, message, style, noted) => {
          const badge = { label, parts: [message], tone: 'webnn' } as const;
          const svg = renderBadge(noted ? { ...badge, note: EXAMPLE_NOTE } : badge, style);
          expect(new TextEncoder().encode(svg).length).toBeLessThanOrEqual(BADGE_MAX_BYTES);
          expect(svg).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
          const bare = svg.replace(
            /<\/?(?:svg|title|clipPath|rect|g|text)(?: [a-zA-Z-]+="[^"<>]*")*\/?>/g,
            '',
          );
          expect(bare).not.toMatch(/[<>]/);
          expect(bare.replace(/&(?:amp|lt|gt|quot);/g, '')).not.toContain('&');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has white text at 4.5 : 1 on every fill', () => {
    const channel = (value: number) =>
      value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const luminance = (hex: string) => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) =>
        channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const tone of ['wasm', 'webgpu', 'webnn', 'neutral', 'unknown'] as const) {
      const fills =
        renderBadge({ label: 'a', parts: ['b'], tone }).match(/fill="#[0-9a-f]{6}"/g) ?? [];
      expect(fills).toHaveLength(2);
      for (const fill of fills)
        expect(1.05 / (luminance(fill.slice(6, 13)) + 0.05)).toBeGreaterThanOrEqual(4.5);
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
