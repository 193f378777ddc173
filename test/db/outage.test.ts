// What failed because of the database, and what did not: the one may be sent again, the other
// would fail again.
import { DrizzleQueryError } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { outageOf } from '@/lib/db/outage';
import { errorFields } from '@/lib/watch/log';

const ofPostgres = (code: string, message = 'x'): Error =>
  Object.assign(new Error(message), { code });
const wrapped = (cause: Error): Error =>
  new DrizzleQueryError('select $1', ['somebody’s key'], cause);

it.each([
  [ofPostgres('53100'), 'has no room left on its disk'],
  [ofPostgres('53300'), 'has as many connections as it allows'],
  [ofPostgres('57P01'), 'is stopping or starting'],
  [ofPostgres('57014'), 'took too long to answer'],
  [ofPostgres('08006'), 'cannot be reached'],
  [ofPostgres('40P01'), 'was too busy with others'],
  [ofPostgres('ECONNREFUSED'), 'cannot be reached'],
  [ofPostgres('EPIPE'), 'cannot be reached'],
  [new Error('Connection terminated unexpectedly'), 'cannot be reached'],
  [new Error('timeout exceeded when trying to connect'), 'cannot be reached'],
  [ofPostgres('23505', 'duplicate key'), null],
  [ofPostgres('42P01', 'relation "runs" does not exist'), null],
  [ofPostgres('22P02'), null],
  [new TypeError('x is not a function'), null],
  ['text', null],
])('%s: %s', (error, words) => {
  expect(outageOf(error)).toBe(words);
  if (error instanceof Error) expect(outageOf(wrapped(error))).toBe(words);
});

it('a log line holds no value of the statement that failed', () => {
  const fields = errorFields(
    wrapped(ofPostgres('23505', 'duplicate key value\nDETAIL: somebody’s key')),
  );
  expect(fields).toMatchObject({ code: '23505', message: 'duplicate key value' });
  expect(JSON.stringify(fields)).not.toContain('somebody');
});
