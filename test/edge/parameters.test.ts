import { describe, expect, it } from 'vitest';
import { PAGE_PARAMETERS, parametersOf } from '@/app/page-parameters';
import { faultIn } from '@/lib/edge/parameters';
import { config } from '@/proxy';
import { askedOf } from '@/scripts/front/routes';

const now = new Date('2026-11-29T12:00:00Z');
const fault = (address: string): string | null => {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  return faultIn(parametersOf(pathname) ?? {}, searchParams, now);
};

const PATHS = ['/models', '/models/x', '/devices/x', '/compare', '/badges', '/runs/x'];

describe('parameters of pages', () => {
  it.each([
    '/models/resnet50-fp32?after=zzz',
    '/models/resnet50-fp32?backend=cuda',
    '/models/resnet50-fp32?threads=two',
    '/models/resnet50-fp32?trust=9',
    '/models/resnet50-fp32?form=watch',
    '/models/resnet50-fp32?sort=colour',
    '/models/resnet50-fp32?view=table',
    '/models/resnet50-fp32?os=%00',
    '/models/resnet50-fp32?backend=wasm&backend=webgpu',
    '/models?precision=fp64',
    '/models?sort=colour',
    '/compare?backend=cuda',
    '/badges?at=2026-13-45',
    '/badges?about=weather',
    '/badges?style=plastic',
    '/runs/abc?samples=some',
    '/devices/x?results=some',
  ])('%s is refused with the reason', (address) => {
    expect(fault(address)).toMatch(/^`\w+` must /);
  });

  it.each([
    '/models/resnet50-fp32?BACKEND=x',
    '/models/resnet50-fp32?backend=WebGPU&threads=ONE&trust=Agreeing&form=Desktop&os=windows&after=0-3.25-17',
    '/models/resnet50-fp32?backend=&os=&after=',
    '/models?precision=FP16',
    '/badges?at=2026-11-28',
    '/devices/x?anything=1',
  ])('%s is read', (address) => {
    expect(fault(address)).toBeNull();
  });

  it('have one row for each path', () => {
    expect(
      PATHS.map((path) => PAGE_PARAMETERS.filter(([pattern]) => pattern.test(path)).length),
    ).toEqual(PATHS.map(() => 1));
  });

  it('come through to the pages: the site’s own server takes out what means nothing', () => {
    const lost = PATHS.flatMap((path) =>
      Object.keys(parametersOf(path) ?? {})
        .filter((name) => !askedOf(`${path}?${name}=x`)?.url.includes(`${name}=x`))
        .map((name) => `${path}?${name}`),
    );
    expect(lost).toEqual([]);
  });

  it('are looked at on each of these paths', () => {
    const covered = (path: string): boolean =>
      config.matcher.some(
        (pattern) =>
          pattern === path ||
          (pattern.endsWith('/:path*') && `${path}/`.startsWith(pattern.replace(':path*', ''))),
      );
    expect(PATHS.filter((path) => !covered(path))).toEqual([]);
  });
});
