// React's elements drawn by Preact: state, handlers, lists, components that are drawn again only
// for other properties.
import { useState } from 'preact/hooks';
import { createElement, Fragment } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { drawInto, memo } from '@/app/_client/preact-root';

// Preact looks for a document when it is loaded.
const place = await vi.hoisted(async () => {
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML('<!doctype html><body><main><p>before scripts</p></main></body>');
  Object.assign(globalThis, {
    document,
    requestAnimationFrame: (done: () => void) => setTimeout(done, 0),
    cancelAnimationFrame: clearTimeout,
  });
  return document.querySelector('main') as unknown as Element;
});
const drawn: string[] = [];
const Still = memo(({ text }: { text: string }) => {
  drawn.push(text);
  return createElement('b', null, text);
});

let change: (words: readonly string[]) => void = () => undefined;
function List() {
  const [words, setWords] = useState<readonly string[]>(['a', 'b']);
  change = setWords;
  const items = words.map((word) => createElement('li', { key: word, className: 'item' }, word));
  return createElement(
    Fragment,
    null,
    createElement(Still, { text: 'still' }),
    createElement('ul', null, items),
    false,
    7,
  );
}

describe('drawInto', () => {
  it('draws state, and lists by their keys, in the stead of what stood there', async () => {
    drawInto(
      place,
      createElement('section', { 'aria-hidden': false, htmlFor: undefined }, createElement(List)),
    );
    expect(place.innerHTML).toBe(
      '<section aria-hidden="false"><b>still</b><ul><li class="item">a</li><li class="item">b</li></ul>7</section>',
    );
    const second = place.querySelectorAll('li')[1];
    change(['b', 'c']);
    await vi.waitFor(() => {
      expect(place.querySelector('ul')?.innerHTML).toBe(
        '<li class="item">b</li><li class="item">c</li>',
      );
    });
    expect(place.querySelectorAll('li')[0]).toBe(second);
    expect(drawn).toEqual(['still']);
  });

  it('says what it cannot draw', () => {
    expect(() => drawInto(place, Promise.resolve('late'))).toThrow('React alone');
  });
});
