// Components that the server draws, and the browser draws again without React: both alike.
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { drawInto } from '@/app/_client/preact-root';
import { SearchOptions } from '@/app/_components/search-options';
import { counted } from '@/app/learn/calculator/counted';
import { KINDS, readChoice } from '@/app/learn/calculator/kinds';
import { Layer } from '@/app/learn/calculator/layer';

// Preact looks for a document when it is loaded.
const parse = await vi.hoisted(async () => {
  const { parseHTML } = await import('linkedom');
  const documentOf = (html: string): Document =>
    parseHTML(`<!doctype html><body>${html}</body>`).document;
  globalThis.document = documentOf('');
  return documentOf;
});

/** As the browser would write it, attributes in order of their names. */
function canonical(html: string): string {
  const document = parse(html);
  for (const element of document.querySelectorAll('*')) {
    const attributes = [...element.attributes].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name } of attributes) element.removeAttribute(name);
    for (const { name, value } of attributes) element.setAttribute(name.toLowerCase(), value);
  }
  return document.body.innerHTML;
}

function drawn(element: ReactElement): string {
  const place = document.createElement('div');
  drawInto(place, element);
  return canonical(place.innerHTML);
}

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

describe('Preact and React draw alike', () => {
  it.each([
    ...KINDS.map(({ id }) => [id, layerOf({ kind: id })] as const),
    ['a layer that does not fit', layerOf({ kind: 'linear', rows: '0' })],
    ['what was found', createElement(SearchOptions, { results, optionId })],
  ] as const)('%s', (_what, element) => {
    expect(drawn(element)).toBe(canonical(renderToStaticMarkup(element)));
  });
});
