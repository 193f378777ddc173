import fc from 'fast-check';
import { expect, it } from 'vitest';
import { messageOf } from '@/lib/core/thrown';

it('has the message of an error, or its name', () => {
  expect(messageOf(new RangeError('too long'))).toBe('too long');
  expect(messageOf(new RangeError())).toBe('RangeError');
  expect(messageOf('a word')).toBe('a word');
  expect(messageOf(undefined)).toBe('undefined');
});

it('has words for what refuses to become a text', () => {
  const refusing = {
    toString: (): string => {
      throw new Error('no');
    },
  };
  const hidden = Object.defineProperty(new Error('x'), 'message', {
    get: () => {
      throw new Error('no');
    },
  });
  for (const thrown of [refusing, hidden, Object.create(null)])
    expect(messageOf(thrown)).toContain('cannot be put into words');
  expect(messageOf(Object.assign(new Error('x'), { message: 5 }))).toBe('Error: 5');
});

it('has words for anything', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (thrown) => {
      expect(messageOf(thrown)).toEqual(expect.any(String));
    }),
  );
});
