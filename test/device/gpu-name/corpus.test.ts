// The reference corpus of real strings: thresholds on vendor, model and flags, and every remaining
// disagreement with its labels, which were made by rule, listed with its reason in
// test/fixtures/renderer-disagreements.json.
import { describe, expect, it } from 'vitest';
import { type GpuName, gpuSlug, nameOf } from '@/lib/device/gpu-name/gpu-name';
import { referenceJson } from '@/scripts/oracle/reference';
import seen from '@/test/fixtures/cases/renderers.json';
import disagreements from '@/test/fixtures/renderer-disagreements.json';

/** One answer, or any of several. */
type Expected = string | null | readonly (string | null)[];

interface Labelled {
  readonly string: string;
  readonly expected_vendor: Expected;
  readonly expected_model: Expected;
  readonly device_id?: string;
  readonly software?: boolean;
  readonly virtual?: boolean;
  /** Who masks it: "firefox-bucket", "safari", "brave". */
  readonly masked?: string;
  readonly bucket?: string;
}

const reference = referenceJson('renderers.json') as readonly Labelled[];
/** Strings on which names were wrong once, or of the same kinds. They say nothing of flags. */
const cases: readonly Labelled[] = seen;
const FLAGS = ['software', 'virtual', 'masked'] as const;

const isOneOf = (found: string | null, expected: Expected): boolean =>
  expected === null || typeof expected === 'string' ? found === expected : expected.includes(found);

function disagreesIn(label: Labelled, name: GpuName): string[] {
  return [
    ...(isOneOf(name.vendor, label.expected_vendor) ? [] : ['vendor']),
    ...(isOneOf(name.model, label.expected_model) ? [] : ['model']),
    ...FLAGS.filter((flag) => Boolean(name[flag]) !== Boolean(label[flag])),
  ];
}

describe('renderers that were once misread', () => {
  it('are all named, vendor and model', () => {
    const wrong = cases
      .map((label) => ({ label, name: nameOf(label.string) }))
      .filter(({ label, name }) =>
        disagreesIn(label, name).some((field) => field === 'vendor' || field === 'model'),
      );
    expect(wrong).toEqual([]);
  });
});

describe('reference renderers', () => {
  const judged = reference.map((label) => ({ label, name: nameOf(label.string) }));
  const together = [...reference, ...cases].map((label) => ({ label, name: nameOf(label.string) }));
  const share = (right: (entry: (typeof judged)[number]) => boolean, of = judged): number =>
    of.filter(right).length / of.length;

  it('are named by vendor without exception', () => {
    expect(
      together.filter(({ label, name }) => !isOneOf(name.vendor, label.expected_vendor)),
    ).toEqual([]);
  });

  it('are named by model in at least 99 %, letter for letter', () => {
    const right = share(({ label, name }) => isOneOf(name.model, label.expected_model), together);
    expect(right).toBeGreaterThanOrEqual(0.99);
  });

  it('sets the software, virtual and masked flags right in at least 99 %', () => {
    const right = share(({ label, name }) =>
      FLAGS.every((flag) => Boolean(name[flag]) === Boolean(label[flag])),
    );
    expect(right).toBeGreaterThanOrEqual(0.99);
  });

  it('reads every device id', () => {
    const wrong = judged.filter(
      ({ label, name }) => label.device_id !== undefined && name.pciId !== label.device_id,
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the bucket of every masked name', () => {
    const wrong = judged.filter(
      ({ label, name }) =>
        label.bucket !== undefined && label.software !== true && name.bucket !== label.bucket,
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
