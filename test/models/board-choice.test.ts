// Addresses of a board: read leniently, written without defaults, and the same after a round trip.
import { describe, expect, it } from 'vitest';
import {
  type BoardChoice,
  boardHref,
  isFiltered,
  layersHref,
  readBoardChoice,
  TRUSTS,
} from '@/lib/views/board-choice';

const read = (search: string): BoardChoice =>
  readBoardChoice(Object.fromEntries(new URLSearchParams(search)));

describe('the address of a board', () => {
  it('is plain where nothing is chosen, and says what is', () => {
    expect(boardHref('resnet50-fp32', read(''))).toBe('/models/resnet50-fp32');
    expect(isFiltered(read('sort=networks&view=records'))).toBe(false);
    expect(isFiltered(read('ort=1.30.0'))).toBe(true);
  });

  it('survives a round trip, and a change starts at the first page', () => {
    const search =
      'view=records&backend=webgpu&threads=one&trust=2&browser=Firefox&os=Linux&form=desktop&ort=1.30.0';
    expect(boardHref('x', read(`${search}&after=abc`))).toBe(`/models/x?${search}`);
    expect(boardHref('x', read('sort=spread'), { after: 'abc' })).toBe(
      '/models/x?sort=spread&after=abc',
    );
    expect(boardHref('x', read('backend=wasm'), { backend: null })).toBe('/models/x');
  });

  it('keeps what is chosen when the nodes are asked for', () => {
    expect(layersHref('x', read(''))).toBe('/models/x?layers=all#layers');
    expect(layersHref('x', read('backend=wasm'))).toBe('/models/x?backend=wasm&layers=all#layers');
  });

  it('knows every trust', () => {
    expect(TRUSTS.map((trust) => read(`trust=${trust}`).trust)).toEqual(TRUSTS);
    expect(boardHref('x', read('trust=agreeing'))).toBe('/models/x?trust=agreeing');
    expect(boardHref('x', read('trust=1'))).toBe('/models/x');
    expect(isFiltered(read('trust=unverified'))).toBe(true);
  });

  it('falls back where it does not know the word', () => {
    const choice = readBoardChoice({
      backend: 'cuda',
      threads: '7',
      trust: '9',
      sort: ['a', 'b'],
      os: 'x'.repeat(99),
      form: '\0',
    });
    expect(choice).toEqual(read(''));
  });
});
