// What the address asks for: ?suite=, ?workloads=a,b, ?backends=wasm,webgpu, ?threads=1,4,
// ?graph=1, ?sustain= seconds (the next length that there is). Unknown values are left out rather
// than guessed at; the page then shows what will really run.
import { SUSTAIN_SECONDS } from '@/lib/bench/mode';
import { SUITE_IDS, type SuiteId } from '@/lib/bench/suites';
import { BACKENDS, type Backend, MAX_THREADS } from '@/lib/core/backend';
import { MANIFEST } from '@/lib/models/manifest';
import type { PlanOptions } from '@/lib/runner/plan';

export interface RunChoice extends PlanOptions {
  readonly suite: SuiteId;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

export function readOptions(query: Query): RunChoice {
  const one = (name: string): string => String(query[name] ?? '');
  const list = (name: string): string[] => one(name).split(',').filter(Boolean);
  const workloads = list('workloads').filter((id) => MANIFEST.has(id));
  const backends = list('backends').filter((name): name is Backend =>
    BACKENDS.some((backend) => backend === name),
  );
  const threads = list('threads')
    .map(Number)
    .filter((count) => Number.isInteger(count) && count >= 1 && count <= MAX_THREADS);
  return {
    suite: SUITE_IDS.find((id) => id === one('suite')) ?? 'quick',
    workloads: workloads.length > 0 ? workloads : null,
    backends: backends.length > 0 ? backends : null,
    threads: threads.length > 0 ? [...new Set(threads)] : null,
    graphCapture: one('graph') === '1' ? true : null,
    sustainMs: sustainMsOf(Number(one('sustain'))),
  };
}

function sustainMsOf(asked: number): number | null {
  const seconds = asked >= 1 ? SUSTAIN_SECONDS.find((listed) => listed >= asked) : undefined;
  return seconds === undefined ? null : seconds * 1000;
}
