import { expect, it } from 'vitest';
import { routeNamesOf } from '@/scripts/front/route-names';

const routeOf = routeNamesOf({
  staticRoutes: [{ page: '/' }, { page: '/run' }, { page: '/api/v1/runs' }],
  dynamicRoutes: [
    { page: '/api/v1/runs/[id]', regex: '^/api/v1/runs/([^/]+?)(?:/)?$' },
    { page: '/api/v1/[...rest]', regex: '^/api/v1/(.+?)(?:/)?$' },
  ],
});

it.each([
  ['/', '/'],
  ['/run?suite=smoke', '/run'],
  ['/api/v1/runs', '/api/v1/runs'],
  ['/api/v1/runs/abc?x=/run', '/api/v1/runs/[id]'],
  ['/api/v1/what/ever', '/api/v1/[...rest]'],
  ['/_next/static/chunks/1.js', '/_next'],
  ['/ort/1.30.0/ort.wasm', '/ort'],
  ['/wp-login.php', 'none'],
  ['', 'none'],
])('%s belongs to %s', (url, route) => expect(routeOf(url)).toBe(route));
