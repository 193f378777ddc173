// Small and medium workloads of every precision and family of builders, built in three engines: the
// bytes that are pinned. `npm run -s zoo -- identity` does it for all.
import { describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { BROWSERS, buildIn } from '@/scripts/zoo/identity';

const LARGEST_BYTES = 30e6;

/** The largest small workload of every family in every precision. */
function sample(): string[] {
  const chosen = new Map<string, { id: string; modelBytes: number }>();
  for (const { id, family, precision, batch, modelBytes } of MANIFEST.values()) {
    const key = `${family} ${precision}`;
    if (modelBytes > LARGEST_BYTES || batch > 8 || modelBytes <= (chosen.get(key)?.modelBytes ?? 0))
      continue;
    chosen.set(key, { id, modelBytes });
  }
  return [...chosen.values()].map(({ id }) => id);
}

describe('byte identity', () => {
  const ids = sample();

  it('is tried in every precision', () => {
    expect(new Set(ids.map((id) => MANIFEST.get(id)?.precision))).toEqual(
      new Set(['fp32', 'fp16', 'w8a8', 'w4a32', 'w4a16']),
    );
  });

  for (const { name, open } of BROWSERS) {
    it.concurrent(`holds in ${name}`, async () => {
      expect((await buildIn(open, ids)).filter(({ same }) => !same)).toEqual([]);
    });
  }
});
