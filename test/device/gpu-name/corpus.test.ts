// The reference corpus of real strings (issue 7): thresholds on vendor, model and flags, and every remaining disagreement
// with its labels, which were made by rule, listed with its reason in test/fixtures/renderer-disagreements.json.
import { describe, expect, it } from 'vitest';
import { type GpuName, gpuSlug, nameOf } from '@/lib/device/gpu-name/gpu-name';
import disagreements from '@/test/fixtures/renderer-disagreements.json';
import { referenceJson } from '@/test/support/reference';

interface Labelled {
  readonly string: string;
  readonly expected_vendor: string | null;
  readonly expected_model: string | null;
  readonly device_id?: string;
  readonly software?: boolean;
  readonly virtual?: boolean;
  /** Who masks it: "firefox-bucket", "safari", "brave". */
  readonly masked?: string;
  readonly bucket?: string;
}

const corpus = (referenceJson('renderers.json') ?? []) as readonly Labelled[];
const FLAGS = ['software', 'virtual', 'masked'] as const;

function disagreesIn(label: Labelled, name: GpuName): string[] {
  return [
    ...(name.vendor === label.expected_vendor ? [] : ['vendor']),
    ...(name.model === label.expected_model ? [] : ['model']),
    ...FLAGS.filter((flag) => Boolean(name[flag]) !== Boolean(label[flag])),
  ];
}

describe.skipIf(corpus.length === 0)('reference renderers', () => {
  const judged = corpus.map((label) => ({ label, name: nameOf(label.string) }));
  const share = (right: (entry: (typeof judged)[number]) => boolean): number =>
    judged.filter(right).length / judged.length;

  it('names the vendor in at least 99 %', () => {
    expect(share(({ label, name }) => name.vendor === label.expected_vendor)).toBeGreaterThanOrEqual(0.99);
  });

  it('names the model in at least 97 %, letter for letter', () => {
    expect(share(({ label, name }) => name.model === label.expected_model)).toBeGreaterThanOrEqual(0.97);
  });

  it('sets the software, virtual and masked flags right in at least 99 %', () => {
    const right = share(({ label, name }) => FLAGS.every((flag) => Boolean(name[flag]) === Boolean(label[flag])));
    expect(right).toBeGreaterThanOrEqual(0.99);
  });

  it('reads every device id', () => {
    const wrong = judged.filter(({ label, name }) => label.device_id !== undefined && name.pciId !== label.device_id);
    expect(wrong).toEqual([]);
  });

  it('keeps the bucket of every masked name', () => {
    const wrong = judged.filter(
      ({ label, name }) => label.bucket !== undefined && label.software !== true && name.bucket !== label.bucket,
    );
    expect(wrong).toEqual([]);
  });

  it('disagrees with the labels only where the fixture says why', () => {
    const found = judged
      .map(({ label, name }) => ({ string: label.string, fields: disagreesIn(label, name) }))
      .filter(({ fields }) => fields.length > 0);
    expect(found).toEqual(disagreements.map(({ string, fields }) => ({ string, fields })));
    expect(disagreements.filter(({ why }) => why === '')).toEqual([]);
  });

  it('gives no two models one slug and no model two', () => {
    const slugs = new Map<string, Set<string>>();
    const models = new Map<string, Set<string>>();
    for (const { name } of judged) {
      const identity = JSON.stringify([name.kind, name.vendor, name.model ?? name.architecture]);
      if (name.kind === 'masked' || name.kind === 'unknown') continue;
      slugs.set(gpuSlug(name), (slugs.get(gpuSlug(name)) ?? new Set()).add(identity));
      models.set(identity, (models.get(identity) ?? new Set()).add(gpuSlug(name)));
    }
    expect([...slugs].filter(([, identities]) => identities.size > 1)).toEqual([]);
    expect([...models].filter(([, found]) => found.size > 1)).toEqual([]);
    expect(slugs.size).toBeGreaterThan(500);
  });
});
