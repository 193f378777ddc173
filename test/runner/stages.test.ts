// Whatever a stage does, it ends within its limit, with a sentence and what to do.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerTo, STAGES, type StageId, type Term, within } from '@/lib/runner/stages';

const ids = Object.keys(STAGES) as StageId[];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a stage', () => {
  it('ends at its limit when nothing ever answers', async () => {
    for (const id of ids) {
      const ended = within(id, () => new Promise<never>(() => undefined));
      await vi.advanceTimersByTimeAsync(STAGES[id].limitMs);
      expect(await ended).toEqual({
        ok: false,
        error: { stage: id, why: STAGES[id].late, next: STAGES[id].next },
      });
    }
  });

  it('ends with the words of what was thrown or rejected, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ids),
        fc.anything(),
        fc.boolean(),
        async (id, thrown, atOnce) => {
          const ended = await within(id, () => {
            if (atOnce) throw thrown;
            return Promise.reject(thrown);
          });
          expect(ended.ok).toBe(false);
          if (!ended.ok) expect(ended.error.why).toEqual(expect.any(String));
        },
      ),
    );
  });

  it('says in whole sentences what did not come and what to do', () => {
    for (const id of ids)
      for (const text of [STAGES[id].late, STAGES[id].next]) expect(text).toMatch(/^[A-Z].*\.$/);
  });

  it('tells its work how long it has, and to stop when it is over', async () => {
    const terms: Term[] = [];
    const ended = within('publishing', (term) => {
      terms.push(term);
      return new Promise<never>(() => undefined);
    });
    await within('asking', (term) => terms.push(term));
    await vi.advanceTimersByTimeAsync(STAGES.publishing.limitMs);
    await ended;
    expect(terms.map(({ limitMs, signal }) => [limitMs, signal.aborted])).toEqual([
      [STAGES.publishing.limitMs, true],
      [STAGES.asking.limitMs, false],
    ]);
  });

  it('leaves no timer behind', async () => {
    expect(await within('asking', () => 7)).toEqual({ ok: true, value: 7 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a question', () => {
  it('has another answer where the browser gives none', async () => {
    expect(await answerTo(() => 1, null)).toBe(1);
    expect(await answerTo(() => Promise.reject(new Error('no')), null)).toBeNull();
    const never = answerTo(() => new Promise<number>(() => undefined), null);
    await vi.advanceTimersByTimeAsync(STAGES.question.limitMs);
    expect(await never).toBeNull();
  });
});
