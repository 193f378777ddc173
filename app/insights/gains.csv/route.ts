// The figures of /insights with their data: every pair, per device, unrounded.
import { connection } from 'next/server';
import { database } from '@/lib/db/client';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { MANIFEST } from '@/lib/models/manifest';
import { gainsOfAll } from '../gains';

const COLUMNS = [
  'base_workload',
  'workload',
  'base_backend',
  'backend',
  'device',
  'networks',
  'times_as_fast',
  'base_flops',
  'flops',
] as const;

/** Ids, slugs and numbers alone: nothing here needs quotes. */
export async function GET(): Promise<Response> {
  await connection();
  const { variants, backends } = await gainsOfAll(database());
  const lines = [...variants, ...backends].map(
    ({ base, variant, baseBackend, backend, deviceSlug, networks, ratio }) =>
      [
        base,
        variant,
        baseBackend,
        backend,
        deviceSlug,
        networks,
        ratio,
        MANIFEST.get(base)?.flops ?? '',
        MANIFEST.get(variant)?.flops ?? '',
      ].join(','),
  );
  return new Response(`${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Cache-Control': cacheControl(CACHE_POLICIES.page),
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
