import { describe, expect, it } from 'vitest';
import { atomFeed } from '@/lib/edge/feed';
import { oembedHref, oembedOf } from '@/lib/edge/oembed';
import { sitemap } from '@/lib/edge/sitemap';

const ORIGIN = 'https://flopmark.test';
const AT = new Date('2026-11-01T12:00:00Z');
const NEWS = {
  run: 'abc',
  at: AT,
  deviceSlug: 'nvidia-geforce-rtx-4070',
  deviceName: 'NVIDIA <GeForce> & "RTX 4070"',
};
const options = { origin: ORIGIN, titleOf: () => 'ResNet-50', now: AT };

describe('the feed', () => {
  const feed = atomFeed(
    [
      { ...NEWS, kind: 'record', workload: 'resnet50-fp32', backend: 'webgpu', bestMs: 12.5 },
      { ...NEWS, kind: 'device', workload: null, backend: null, bestMs: null },
    ],
    options,
  );

  it('says what is new, when, and where it stands', () => {
    const plain = feed.replaceAll(/\s/gu, ' ');
    for (const part of [
      '<title>Record: ResNet-50 on WebGPU in 12.5 ms, NVIDIA &lt;GeForce&gt; &amp; "RTX 4070"</title>',
      '<updated>2026-11-01T12:00:00.000Z</updated>',
      `<link rel="alternate" href="${ORIGIN}/runs/abc"/>`,
      `<link rel="alternate" href="${ORIGIN}/devices/nvidia-geforce-rtx-4070"/>`,
    ])
      expect(plain).toContain(part);
  });

  it('gives every entry an id of its own, and stands when nothing is new', () => {
    const ids = [...feed.matchAll(/<id>(.*?)<\/id>/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(3);
    expect(atomFeed([], options)).toContain('<updated>2026-11-01T12:00:00.000Z</updated>');
  });
});

it('the sitemap lists addresses, escaped', () => {
  expect(sitemap(ORIGIN, ['/', '/a?b=1&c=2'])).toContain(`<loc>${ORIGIN}/a?b=1&amp;c=2</loc>`);
});

describe('oEmbed', () => {
  it('gives the card of a run and of a model', () => {
    const model = oembedOf(`${ORIGIN}/models/resnet50-fp32?backend=wasm`, ORIGIN);
    expect(model).toMatchObject({
      ok: true,
      value: { version: '1.0', type: 'rich', title: 'ResNet-50' },
    });
    expect(model.ok && model.value.html).toContain(`src="${ORIGIN}/embed/model/resnet50-fp32"`);
  });

  it.each([
    'https://other.test/models/resnet50-fp32',
    `${ORIGIN}/models/no-such-net`,
    `${ORIGIN}/devices/x`,
    `${ORIGIN}/runs/"><script>`,
    'no address',
    '',
  ])('knows no card of %s', (address) => {
    expect(oembedOf(address, ORIGIN).ok).toBe(false);
  });

  it('is linked from pages by an address that it answers', () => {
    const href = new URL(oembedHref(ORIGIN, '/models/resnet50-fp32'));
    expect(oembedOf(href.searchParams.get('url') ?? '', ORIGIN).ok).toBe(true);
  });
});
