import { describe, expect, it } from 'vitest';
import { cacheControl } from '@/lib/edge/cache-policy';
import {
  type Answer,
  createKeptAnswers,
  type KeptAnswers,
  type Looked,
  lifeOf,
} from '@/scripts/front/kept-answers';

const HALF_A_MINUTE_EACH = cacheControl({ browser: 0, shared: 30, stale: 30 });

const answerOf = (body: string, control = HALF_A_MINUTE_EACH, status = 200): Answer => ({
  status,
  headers: [['cache-control', control]],
  body: Buffer.from(body),
});

function keeping(limits = { totalBytes: 100, oneBytes: 50 }) {
  let nowMs = 0;
  const answers = createKeptAnswers(limits, () => nowMs);
  return {
    answers,
    pass: (ms: number): void => {
      nowMs += ms;
    },
    look: (key: string): Looked => answers.look(key, nowMs),
  };
}

function make(looked: Looked, answer: Answer | null): void {
  if (looked.kind !== 'make') throw new Error(`nothing is to be made: ${looked.kind}`);
  looked.done(answer);
}

describe('what a shared cache may hold', () => {
  it.each([
    [
      'public, max-age=0, s-maxage=30, stale-while-revalidate=30',
      200,
      { freshMs: 30_000, staleMs: 30_000 },
    ],
    ['public, s-maxage=5', 404, { freshMs: 5_000, staleMs: 0 }],
    ['public, s-maxage=30', 500, null],
    ['private, no-cache, no-store', 200, null],
    ['public, max-age=60', 200, null],
    ['no-store, public, s-maxage=30', 200, null],
    ['', 200, null],
  ])('%j of %i: %j', (control, status, life) =>
    expect(lifeOf(answerOf('', control, status))).toEqual(life),
  );

  it.each(['set-cookie', 'RateLimit', 'content-range'])('nothing with %s', (name) => {
    const answer = answerOf('x');
    expect(lifeOf({ ...answer, headers: [...answer.headers, [name, 'x']] })).toBeNull();
  });
});

describe('a kept answer', () => {
  it('is given while it is fresh, with its age', () => {
    const { look, pass } = keeping();
    make(look('/a'), answerOf('one'));
    pass(29_000);
    expect(look('/a')).toMatchObject({
      kind: 'kept',
      ageSeconds: 29,
      answer: { body: Buffer.from('one') },
    });
    expect(look('/b').kind).toBe('make');
  });

  it('is made anew by one alone, while the others get the one before, and after it is too old they wait', async () => {
    const { look, pass } = keeping();
    make(look('/a'), answerOf('one'));
    pass(31_000);
    const making = look('/a');
    expect(making.kind).toBe('make');
    expect(look('/a')).toMatchObject({ kind: 'kept' });
    pass(30_000);
    const waiting = look('/a');
    expect(waiting.kind).toBe('under-way');
    make(making, answerOf('two'));
    expect(waiting.kind === 'under-way' && (await waiting.made)?.body.toString()).toBe('two');
    expect(look('/a')).toMatchObject({ kind: 'kept', answer: { body: Buffer.from('two') } });
  });

  it('is gone when the board changed, also one that was being made from the board before', async () => {
    const { answers, look } = keeping();
    make(look('/a'), answerOf('one'));
    const making = look('/b');
    const waiting = look('/b');
    answers.clear();
    expect(look('/a').kind).toBe('make');
    make(making, answerOf('from before'));
    expect(waiting.kind === 'under-way' && (await waiting.made)).toBeNull();
    expect(look('/b').kind).toBe('make');
  });

  it('is none where making it failed or it may not be shared: all who waited make their own', async () => {
    const { look } = keeping();
    for (const answer of [null, answerOf('x', 'private')]) {
      const making = look('/a');
      const waiting = look('/a');
      make(making, answer);
      expect(waiting.kind === 'under-way' && (await waiting.made)).toBeNull();
    }
  });

  it('takes no more room than there is, the oldest go first', () => {
    const { answers, look } = keeping();
    const fill = (from: number): void => {
      for (let i = from; i < from + 5; i += 1) make(look(`/${i}`), answerOf('x'.repeat(40)));
    };
    fill(0);
    expect(answers.bytes).toBe(80);
    expect(look('/4').kind).toBe('kept');
    expect(look('/3').kind).toBe('kept');
    expect(look('/0').kind).toBe('make');
    make(look('/large'), answerOf('x'.repeat(51)));
    expect(look('/large').kind).toBe('make');
    expect(answers.bytes).toBe(80);
  });

  it('leaves every cache within the time that the policy says', () => {
    const ages = (answers: KeptAnswers, key: string, nowMs: number): boolean =>
      answers.look(key, nowMs).kind === 'kept';
    const { answers, look } = keeping();
    make(look('/a'), answerOf('one'));
    look('/a');
    const latest = Array.from({ length: 120 }, (_, second) => second * 1000).filter((ms) =>
      ages(answers, '/a', ms),
    );
    expect(Math.max(...latest)).toBeLessThan(60_000);
  });
});
