// Profiles of ONNX Runtime: a real one of the native runtime, and what can be wrong with one.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { parseProfile } from '@/lib/flops/profile';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';

const event = (name: string, dur: number, cat = 'Node') => ({
  cat,
  name,
  dur,
  ts: 1,
  ph: 'X',
  args: {},
});

describe('parseProfile', () => {
  it('reads what the native runtime writes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flopmark-profile-'));
    try {
      const g = new GraphBuilder({ name: 'two', opset: 17 });
      let x = g.input('x', 'float32', [64, 64]);
      for (const name of ['first', 'second']) {
        const w = g.parameter(`${name}.w`, 'float32', [64, 64], (target) => target.fill(1));
        x = g.node('MatMul', [x, w], {}, { name });
      }
      g.output(x, 'float32', [64, 64]);
      const session = await InferenceSession.create(Buffer.from(writeModel(g.finish())), {
        enableProfiling: true,
        profileFilePrefix: join(folder, 'profile'),
      });
      for (let i = 0; i < 5; i += 1)
        await session.run({ x: new Tensor('float32', new Float32Array(4096), [64, 64]) });
      session.endProfiling();
      const [file] = readdirSync(folder);
      const times = parseProfile(readFileSync(join(folder, file ?? ''), 'utf8'));
      expect(times?.runs).toBe(5);
      expect([...(times?.byNode.keys() ?? [])].toSorted()).toEqual(['first', 'second']);
      for (const ms of times?.byNode.values() ?? []) expect(ms).toBeGreaterThanOrEqual(0);
      await session.release();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes medians without the first run, and adds up what runs several times in one', () => {
    const events = [
      ...Array.from({ length: 4 }, () => event('model_run', 1, 'Session')),
      ...[900, 10, 30, 20].map((dur) => event('a_kernel_time', dur)),
      ...[50, 50, 1, 2, 3, 2, 2, 2].map((dur) => event('b_kernel_time', dur)),
      event('a_fence_before', 7),
    ];
    const times = parseProfile(JSON.stringify(events));
    expect(times?.byNode).toEqual(
      new Map([
        ['a', 0.02],
        ['b', 0.004],
      ]),
    );
  });

  it('reads one that was cut short, and refuses what is none', () => {
    expect(
      parseProfile(`[\n${JSON.stringify(event('a_kernel_time', 5))},\n`)?.byNode.get('a'),
    ).toBe(0.005);
    for (const text of ['', '[]', '{}', '[1, null]', 'text', JSON.stringify([event('a', 1)])]) {
      expect(parseProfile(text)).toBeNull();
    }
  });
});
