// Looking at a browser ends within its limit and with an answer, whichever of its APIs is absent,
// throws, rejects or never answers, and however many of them at once.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { look } from '@/app/run/perform-run';
import { STAGES, within } from '@/lib/runner/stages';
import { environmentSchema } from '@/lib/submission/schema';

const WAYS = ['works', 'absent', 'throws', 'rejects', 'never'] as const;
type Way = (typeof WAYS)[number];

/** An asynchronous API in one of these ways. */
const api = <T>(way: Way, value: T, isSync = false): (() => unknown) | undefined =>
  ({
    works: () => (isSync ? value : Promise.resolve(value)),
    absent: undefined,
    throws: () => {
      throw new TypeError('broken');
    },
    rejects: () => Promise.reject(new TypeError('refused')),
    never: () => new Promise(() => undefined),
  })[way];

const NAMES = ['gpu', 'hints', 'battery', 'canvas', 'wasm'] as const;
type Ways = Readonly<Record<(typeof NAMES)[number], Way>>;

const ADAPTER = {
  info: { vendor: 'acme', architecture: '', device: '', description: '' },
  features: new Set<string>(),
  limits: {},
};
const HINTS = {
  platform: 'Linux',
  brands: [],
  mobile: false,
  architecture: 'x86',
  bitness: '64',
  model: '',
};

function stub({ gpu, hints, battery, canvas, wasm }: Ways): void {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('Worker', class {});
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('navigator', {
    userAgent: 'test',
    hardwareConcurrency: 4,
    maxTouchPoints: 0,
    gpu: gpu === 'absent' ? undefined : { requestAdapter: api(gpu, ADAPTER) },
    userAgentData: { ...HINTS, getHighEntropyValues: api(hints, HINTS) },
    getBattery: api(battery, { charging: true }),
  });
  vi.stubGlobal('document', { createElement: () => ({ getContext: api(canvas, null, true) }) });
  if (wasm !== 'works')
    vi.stubGlobal(
      'WebAssembly',
      wasm === 'absent' ? undefined : { validate: api(wasm, true, true) },
    );
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('looking at a browser', () => {
  it('ends within its limit with facts that fit the wire', async () => {
    // What answers at once can neither reject nor keep silent.
    const waysOf = (name: string): readonly Way[] =>
      name === 'wasm' || name === 'canvas' ? ['works', 'absent', 'throws'] : WAYS;
    const ways = fc.record(
      Object.fromEntries(NAMES.map((name) => [name, fc.constantFrom(...waysOf(name))])),
    );
    await fc.assert(
      fc.asyncProperty(ways, async (drawn) => {
        stub(drawn as Ways);
        const start = Date.now();
        const looking = within('looking', look).then((looked) => ({
          looked,
          tookMs: Date.now() - start,
        }));
        await vi.advanceTimersByTimeAsync(STAGES.looking.limitMs);
        const { looked, tookMs } = await looking;
        if (!looked.ok) throw new Error(looked.error.why);
        expect(tookMs).toBeLessThanOrEqual(STAGES.question.limitMs);
        const { page, capabilities } = looked.value;
        const known = {
          timerStepUs: 5,
          runtime: 'ort',
          ortVersion: '0',
          ortBundle: 'none',
        } as const;
        const environment = { ...page, ...known, webgpu: capabilities.webgpu };
        expect(environmentSchema.safeParse(environment).error).toBeUndefined();
        vi.unstubAllGlobals();
      }),
    );
  });
});
