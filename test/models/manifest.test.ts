// The pinned manifest against what the code builds today: every workload of up to 110 MB is built
// and hashed, and a sample runs in native ONNX Runtime against its golden outputs. The dozen larger
// files share their builders with smaller ones; `npm run -s zoo -- pin --check` builds and runs
// all, in minutes.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compareGolden, projectOutputs } from '@/lib/models/golden';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload, listWorkloads } from '@/lib/models/registry';
import { openNative } from '@/scripts/oracle/native-runtime';
import { referenceJson } from '@/scripts/oracle/reference';

const workloads = await listWorkloads();
const LARGE_BYTES = 110e6;
const small = workloads.filter(({ id }) => (MANIFEST.get(id)?.modelBytes ?? 0) < LARGE_BYTES);

describe('manifest', () => {
  it('pins every workload, in the order of the registry', () => {
    expect([...MANIFEST.keys()]).toEqual(workloads.map(({ id }) => id));
  });

  it('pins the titles of the code: no two workloads of one precision are called the same', () => {
    const pinned = [...MANIFEST.values()].map(({ title }) => title);
    expect(pinned).toEqual(workloads.map(({ title }) => title));
    const names = [...MANIFEST.values()].map(({ title, precision }) => `${title} ${precision}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('holds at least 30 nets and 60 workloads, each with golden outputs for several seeds', () => {
    const nets = new Set(
      [...MANIFEST.values()]
        .filter(({ kind }) => kind === 'model')
        .map(({ id, batch, precision }) =>
          id.replace(`-${precision}`, '').replace(`-b${batch}`, ''),
        ),
    );
    expect(MANIFEST.size).toBeGreaterThanOrEqual(60);
    expect(nets.size).toBeGreaterThanOrEqual(30);
    for (const { golden } of MANIFEST.values()) expect(golden.length).toBeGreaterThanOrEqual(2);
  });

  it.each(small.map(({ id }) => id))('%s builds to the pinned bytes', async (id) => {
    const bytes = await buildWorkload(id);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(MANIFEST.get(id)?.digest);
  });

  const sample = small.filter(({ batch }, i) => batch === 1 && i % 9 === 0);
  it.each(sample)(
    '$id gives its golden outputs in native ONNX Runtime',
    async ({ id, inputs, tolerance }) => {
      const native = await openNative(await buildWorkload(id));
      for (const golden of MANIFEST.get(id)?.golden.slice(0, 1) ?? []) {
        const outputs = await native.run(inputs, golden.seed);
        const comparison = compareGolden(
          projectOutputs(outputs.map(({ values }) => values)),
          golden,
          tolerance,
        );
        expect(comparison, `error ${comparison.error}`).toMatchObject({ ok: true });
      }
      await native.close();
    },
  );
});

interface Published {
  readonly model: string;
  readonly crop: number;
  readonly macs: number;
  readonly params: number;
}

describe('published counts', () => {
  const { models } = referenceJson('torchvision.json') as { readonly models: readonly Published[] };
  it('equal those of torchvision, to the last digit', () => {
    for (const { model, crop, macs, params } of models) {
      const entry = MANIFEST.get(
        `${model.replaceAll('_', '-')}${crop === 224 ? '' : `-${crop}`}-fp32`,
      );
      if (entry === undefined) continue;
      expect({ model, macs: entry.macs, params: entry.params }).toEqual({ model, macs, params });
    }
  });
});
