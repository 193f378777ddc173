// What the address asks for: ?suite=, ?workloads=a,b, ?backends=wasm,webgpu, ?threads=. Unknown values are left out rather
// than guessed at; the page then shows what will really run.
import { SUITE_IDS, type SuiteId } from '@/lib/bench/suites';
import { BACKENDS, type Backend } from '@/lib/core/backend';
import { MANIFEST } from '@/lib/models/manifest';

export interface RunChoice {
  readonly suite: SuiteId;
  /** Null runs the suite's. */
  readonly workloads: readonly string[] | null;
  readonly backends: readonly Backend[] | null;
  readonly threads: number | null;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

export function readOptions(query: Query): RunChoice {
  const one = (name: string): string => String(query[name] ?? '');
  const list = (name: string): string[] => one(name).split(',').filter(Boolean);
  const workloads = list('workloads').filter((id) => MANIFEST.has(id));
  const backends = list('backends').filter((name): name is Backend => BACKENDS.some((backend) => backend === name));
  const threads = Number(one('threads'));
  return {
    suite: SUITE_IDS.find((id) => id === one('suite')) ?? 'quick',
    workloads: workloads.length > 0 ? workloads : null,
    backends: backends.length > 0 ? backends : null,
    threads: Number.isInteger(threads) && threads >= 1 ? Math.min(threads, 64) : null,
  };
}
