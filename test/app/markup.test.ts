// What scripts draw without React against what React draws of the same components.
import { parseHTML } from 'linkedom';
import { createElement, lazy, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodesOf } from '@/app/_behaviours/markup';
import { SearchOptions } from '@/app/_components/search-options';
import { counted } from '@/app/learn/calculator/counted';
import { KINDS, readChoice } from '@/app/learn/calculator/kinds';
import { Layer } from '@/app/learn/calculator/layer';
import { MyRunList, MyRunRow } from '@/app/my-runs/my-run-list';

const before = globalThis.document;
beforeAll(() => {
  globalThis.document = parseHTML('<!doctype html><body></body>').document;
});
afterAll(() => {
  globalThis.document = before;
});

/** As the browser would write it, attributes in order of their names. */
function canonical(html: string): string {
  const { document } = parseHTML(`<!doctype html><body>${html}</body>`);
  for (const element of document.querySelectorAll('*')) {
    const attributes = [...element.attributes].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name } of attributes) element.removeAttribute(name);
    for (const { name, value } of attributes) element.setAttribute(name.toLowerCase(), value);
  }
  return document.body.innerHTML;
}

function drawn(element: ReactElement): string {
  const body = document.createElement('div');
  body.append(...nodesOf(element));
  return canonical(body.innerHTML);
}

const run = { id: '0123456789abcdef', publishedAt: '2026-11-01T10:00:00.000Z' };
const device = { slug: 'a-b', name: 'A <b>&"' };
const results = [
  { kind: 'device', href: '/devices/a-b', title: '<i>A</i>', note: 'b' },
  { kind: 'model', href: '/models/c', title: 'C', note: '' },
  { kind: 'page', href: '/learn/glossary#mac', title: 'MAC', note: 'Glossary' },
] as const;
const optionId = (index: number): string => `option-${index}`;

function layerOf(said: Readonly<Record<string, string>>): ReactElement {
  const choice = readChoice(new URLSearchParams(said));
  return createElement(Layer, { choice, count: counted(choice) });
}

describe('nodesOf', () => {
  it.each([
    ...KINDS.map(({ id }) => [id, layerOf({ kind: id })] as const),
    ['a layer that does not fit', layerOf({ kind: 'linear', rows: '0' })],
    ...(['kept', 'asking', 'withdrawing', 'withdrawn'] as const).map(
      (kind) =>
        [`a run that is ${kind}`, createElement(MyRunRow, { run, state: { kind } })] as const,
    ),
    [
      'a failed withdrawal',
      createElement(MyRunRow, { run, state: { kind: 'failed', why: '<script>' } }),
    ],
    [
      'runs',
      createElement(MyRunList, { runs: [run, { ...run, device, result: 'x' }], remembers: true }),
    ],
    ['no runs', createElement(MyRunList, { runs: [], remembers: true })],
    ['a browser that keeps nothing', createElement(MyRunList, { runs: [], remembers: false })],
    ['what was found', createElement(SearchOptions, { results, optionId })],
  ] as const)('draws %s as React does', (_what, element) => {
    expect(drawn(element)).toBe(canonical(renderToStaticMarkup(element)));
  });

  it('refuses what only React can draw', () => {
    const late = lazy(() => Promise.resolve({ default: () => null }));
    expect(() => nodesOf(createElement(late))).toThrow('pure');
    expect(() => nodesOf(createElement('p', { onClick: () => undefined }))).toThrow('onClick');
    expect(() => nodesOf(createElement('p', { style: { color: 'red' } }))).toThrow('style');
  });
});
