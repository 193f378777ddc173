// What a visitor is told of a refusal: title and detail where the server gave them, else the
// status.
import { describe, expect, it } from 'vitest';
import { refusalOf, unreachable } from '@/lib/runner/refusal';
import { endingOf, STAGES } from '@/lib/runner/stages';

describe('refusalOf', () => {
  it.each([
    [{ title: 'The ticket was used', detail: 'at noon' }, 'The ticket was used: at noon.'],
    [{ title: 'The ticket was used' }, 'The ticket was used.'],
    [{ title: 7 }, 'The server answered 409.'],
    [null, 'The server answered 409.'],
    ['<html>', 'The server answered 409.'],
  ])('%j → %s', (answer, words) => expect(refusalOf(409, answer)).toBe(words));

  it('names what broke, and says as it is what was written for a visitor', () => {
    expect(unreachable(endingOf('asking', 'Failed to fetch'))).toBe(
      'The server could not be reached: Failed to fetch.',
    );
    expect(unreachable(endingOf('asking', STAGES.asking.late))).toBe(STAGES.asking.late);
  });
});
