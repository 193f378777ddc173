// All requests to one route. A route that uses something up gets a new one every few requests, made
// a while before: a run is not believed that took longer than its challenge is old.
import fc from 'fast-check';
import { type Live, makeLive, NOTHING_LIVE } from './live';
import { hugeRequests, requestTo, trickyQueries } from './requests';
import { send } from './send';
import { type Target, targets } from './targets';

/** Requests are sent in this many lanes. */
const LANES = 4;
/** That share one challenge or proof. */
const SHARED = 5;
const WAITING = 128;
const OLD_ENOUGH_MS = 2000;

export interface RouteReport {
  readonly path: string;
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
}

export interface RoutePlan {
  readonly url: string;
  readonly count: number;
  readonly seed: number;
}

/** Throws at the first answer of 5xx. */
export async function fuzzRoute(
  { path, stage }: Target,
  { url, count, seed }: RoutePlan,
): Promise<RouteReport> {
  const statuses: Record<string, number> = {};
  let requests = 0;
  const holds = async (one: Parameters<typeof send>[1]): Promise<boolean> => {
    const status = await send(url, one);
    requests += 1;
    statuses[status] = (statuses[status] ?? 0) + 1;
    return status < 500;
  };
  const make = (): Promise<Live> =>
    stage === undefined ? Promise.resolve(NOTHING_LIVE) : makeLive(url, stage);
  const targetOf = (live: Live): Target => {
    const target = targets(live).find((one) => one.path === path);
    if (target === undefined) throw new Error(`no route ${path}`);
    return target;
  };

  const first = targetOf(await make());
  for (const one of [
    ...trickyQueries(first),
    ...(first.body === null ? [] : hugeRequests(first)),
  ]) {
    if (!(await holds(one))) throw new Error(`${one.method} ${one.path}: 5xx`);
  }
  const shared = stage === undefined ? Math.ceil(count / LANES) : SHARED;
  const turns = Math.ceil(count / shared);
  const waiting: Live[] = [];
  for (let i = 0; i < Math.min(WAITING, turns); i += 1) waiting.push(await make());
  if (stage !== undefined) await new Promise((resolve) => setTimeout(resolve, OLD_ENOUGH_MS));
  let turn = 0;
  async function lane(): Promise<void> {
    while (turn < turns) {
      const now = turn;
      turn += 1;
      const live = waiting.shift() ?? (await make());
      if (turns - now > WAITING) waiting.push(await make());
      await fc.assert(fc.asyncProperty(requestTo(targetOf(live)), holds), {
        numRuns: shared,
        seed: seed + now,
      });
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  return { path, requests, statuses };
}
