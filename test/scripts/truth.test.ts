// bench:truth reads surfaces as a visitor does. Here they are drawn by the site's own components
// for one stored row, and each is once made to show another number, or nothing: every one of these
// lies is found.
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { MeasurementTable } from '@/app/_components/measurement-table';
import { Ranking } from '@/app/_components/ranking';
import { Section } from '@/app/_components/section';
import { renderBadge } from '@/lib/badge/badge';
import { renderCard } from '@/lib/badge/card';
import { duration } from '@/lib/core/format';
import { ENVIRONMENT } from '@/scripts/client/submission';
import { readStored } from '@/scripts/measure/truth/stored';
import { harvest } from '@/scripts/measure/truth/surfaces';
import { measured, mobilenet } from '../support/measurement-view';

const ID = '0123456789abcdef';
const SLUG = 'a-machine';
const MS = 41.234567;
const GFLOPS = mobilenet.flops / (MS * 1e6);

type Surface =
  | 'page'
  | 'place'
  | 'title'
  | 'alt'
  | 'badge'
  | 'card'
  | 'csv'
  | 'ndjson'
  | 'board'
  | 'model'
  | 'device';
const SURFACES: readonly Surface[] = [
  ...([
    'page',
    'place',
    'title',
    'alt',
    'badge',
    'card',
    'csv',
    'ndjson',
    'board',
    'model',
    'device',
  ] as const),
];

const html = (...sections: readonly ReactElement[]): string =>
  sections.map((one) => renderToStaticMarkup(one)).join('');
const section = (id: string, child: ReactElement): ReactElement =>
  Section({ id, title: id, children: child });
const table = (medianMs: number): ReactElement =>
  createElement(MeasurementTable, {
    environment: ENVIRONMENT,
    measurements: [
      measured(mobilenet, {
        medianMs,
        gflops: mobilenet.flops / (medianMs * 1e6),
        threads: { wanted: 2, got: 2 },
      }),
    ],
  });
const ranking = (ms: number): ReactElement =>
  createElement(Ranking, {
    unit: 'ms',
    label: 'ranking',
    rows: [
      {
        key: 'a',
        href: '/',
        rank: null,
        device: 'A',
        backend: 'wasm',
        p50: ms,
        p10: ms,
        p90: ms,
        backing: { networks: 1, provable: true, blocks: 1, near: 1, agreeing: 0 },
        evidence: 'provisional',
        disputed: false,
        current: true,
      },
    ],
  });

/** A site whose surfaces show `msOf` them; null: nothing. */
function siteShowing(msOf: (surface: Surface) => number | null) {
  const drawn = (surface: Surface, draw: (ms: number) => ReactElement): ReactElement => {
    const ms = msOf(surface);
    return ms === null ? createElement('p') : draw(ms);
  };
  const words = (surface: Surface): string => {
    const ms = msOf(surface);
    return `MobileNetV2 ${ms === null ? '' : duration(ms)}`;
  };
  const badge = (surface: Surface) =>
    ({ label: 'A', parts: [words(surface), 'WASM'], tone: 'wasm' }) as const;
  const exported = {
    run: ID,
    workload: mobilenet.id,
    backend: 'wasm',
    mode: 'run',
    threads_wanted: 2,
  };
  return async (path: string): Promise<string> => {
    if (path === `/api/v1/runs/${ID}`) {
      const row = {
        ...exported,
        threadsWanted: 2,
        threadsGot: 2,
        deviceSlug: SLUG,
        outcome: 'measured',
      };
      const facts = {
        medianMs: MS,
        gflops: GFLOPS,
        provenGflops: null,
        trustLevel: 1,
        quality: [],
      };
      return JSON.stringify({ measurements: [{ ...row, ...facts }] });
    }
    if (path === `/runs/${ID}`) {
      const meta = `<meta property="og:title" content="${words('title')} on WASM">`;
      const picture = `<img src="/badge/run/${ID}.svg" alt="${words('alt')}">`;
      const body = html(
        section('place', drawn('place', ranking)),
        section('measurements', drawn('page', table)),
      );
      return `<!doctype html><html><head>${meta}</head><body>${body}${picture}</body></html>`;
    }
    if (path.startsWith('/badge/')) return renderBadge(badge('badge'));
    if (path.startsWith('/embed/'))
      return renderCard({ badge: badge('card'), href: 'https://flopmark.example/' });
    if (path.endsWith('.ndjson')) {
      const ms = msOf('ndjson');
      return ms === null ? '' : `${JSON.stringify({ ...exported, median_ms: ms })}\n`;
    }
    if (path.endsWith('.csv')) {
      const ms = msOf('csv');
      const line = `${ID},${mobilenet.id},wasm,run,2,${ms}`;
      return `run,workload,backend,mode,threads_wanted,median_ms\n${ms === null ? '' : line}\n`;
    }
    if (path.startsWith('/api/v1/board')) {
      return JSON.stringify({
        rows: [{ deviceSlug: SLUG, backend: 'wasm', p50Ms: msOf('board') ?? Number.NaN }],
      });
    }
    const body = path.startsWith('/models/')
      ? section('board', drawn('model', ranking))
      : section('results', drawn('device', table));
    return `<!doctype html><html><body>${html(body)}</body></html>`;
  };
}

async function lies(msOf: (surface: Surface) => number | null): Promise<readonly string[]> {
  const read = siteShowing(msOf);
  const { readings, ranked } = await harvest(read, await readStored(read, ID));
  expect(ranked).toEqual(new Set(['mobilenet-v2-fp32/wasm/2']));
  return [...new Set(readings.filter(({ apart }) => !(apart === 0)).map(({ surface }) => surface))];
}

const NAMES: Readonly<Record<Surface, readonly string[]>> = {
  page: ['run page'],
  place: ['you are here'],
  title: ['Open Graph text'],
  alt: ['alternative text'],
  badge: ['badge', 'device badge'],
  card: ['card'],
  csv: ['CSV'],
  ndjson: ['NDJSON'],
  board: ['board'],
  model: ['model page'],
  device: ['device page'],
};

describe('the surfaces of a stored row', () => {
  it('agree where each shows it', async () => {
    expect(await lies(() => MS)).toEqual([]);
  });

  it.each(SURFACES)('are found to differ where %s shows another time', async (other) => {
    expect(await lies((surface) => (surface === other ? 1.2 * MS : MS))).toEqual(NAMES[other]);
  });

  it.each(SURFACES.filter((surface) => surface !== 'place' && surface !== 'board'))(
    'are found to lack a number where %s shows none',
    async (other) => {
      expect(await lies((surface) => (surface === other ? null : MS))).toEqual(NAMES[other]);
    },
  );
});
