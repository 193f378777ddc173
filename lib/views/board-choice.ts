// What a board shows, read from the address and written back to it: every view can be linked, and a
// form can make it.
import { BACKENDS, type Backend, THREADS_CLASSES, type ThreadsClass } from '@/lib/core/backend';
import type { BoardTrust, SoftwareFilter } from '@/lib/db/board';
import { FORMS } from '@/lib/device/forms';
import { name, oneOf, taken } from '@/lib/edge/parameters';

export const SORTS = ['time', 'networks', 'spread'] as const;
/** By median time, by networks, or by how little they differ (p90 ÷ p10). */
export type Sort = (typeof SORTS)[number];

/** `unverified`: what is on no board, one result at a time. */
export const TRUSTS = [1, 2, 'agreeing', 'unverified'] as const satisfies readonly (
  | BoardTrust
  | 'unverified'
)[];
export type TrustChoice = (typeof TRUSTS)[number];

export interface BoardChoice {
  readonly view: 'board' | 'records';
  readonly backend: Backend | null;
  readonly threads: ThreadsClass;
  readonly trust: TrustChoice;
  readonly software: SoftwareFilter;
  readonly sort: Sort;
  /** Cursor of a later page. */
  readonly after: string | null;
}

export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** What the proxy would have refused (app/page-parameters.ts) falls back to the default. */
export function readBoardChoice(query: Query): BoardChoice {
  const one = (key: string): string | null => {
    const value = query[key];
    return typeof value === 'string' && value !== '' ? taken(name(value)) : null;
  };
  const among = <T extends string>(values: readonly T[], key: string): T | null =>
    taken(oneOf(values, one(key) ?? ''));
  const { after } = query;
  return {
    view: among(['board', 'records'], 'view') ?? 'board',
    backend: among(BACKENDS, 'backend'),
    threads: among(THREADS_CLASSES, 'threads') ?? 'max',
    trust: TRUSTS.find((trust) => String(trust) === among(TRUSTS.map(String), 'trust')) ?? 1,
    software: {
      browser: one('browser'),
      os: one('os'),
      form: among(FORMS, 'form'),
      ortVersion: one('ort'),
    },
    sort: among(SORTS, 'sort') ?? 'time',
    after: typeof after === 'string' ? after : null,
  };
}

/** The address of a choice on the page of a workload; defaults are left out. */
export function boardHref(
  workload: string,
  choice: BoardChoice,
  change: Partial<BoardChoice> = {},
): string {
  const { view, backend, threads, trust, software, sort, after } = {
    ...choice,
    after: null,
    ...change,
  };
  const fields = {
    view: view === 'records' ? view : null,
    backend,
    threads: threads === 'one' ? threads : null,
    trust: trust === 1 ? null : String(trust),
    browser: software.browser,
    os: software.os,
    form: software.form,
    ort: software.ortVersion,
    sort: sort === 'time' ? null : sort,
    after,
  };
  const given = Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length === 0
    ? `/models/${workload}`
    : `/models/${workload}?${new URLSearchParams(given)}`;
}

/** The same board with all nodes of the graph below it. */
export function layersHref(workload: string, choice: BoardChoice): string {
  const { pathname, searchParams } = new URL(boardHref(workload, choice), 'http://localhost');
  searchParams.set('layers', 'all');
  return `${pathname}?${searchParams}#layers`;
}

/** Whether a choice narrows the board at all. */
export const isFiltered = ({ backend, threads, trust, software }: BoardChoice): boolean =>
  backend !== null || threads === 'one' || trust !== 1 || Object.values(software).some(Boolean);
