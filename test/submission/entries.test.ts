// Which cell of a board a measurement enters.
import { expect, it } from 'vitest';
import { entriesOf } from '@/lib/submission/entries';
import type { Measurement } from '@/lib/submission/schema';
import { honestSubmission } from '@/scripts/client/submission';
import { ENTRY } from '../support/manifest-entry';

const cases: readonly [Measurement['options'], string][] = [
  [undefined, 'run'],
  [{ mode: 'graph' }, 'graph'],
  [{ mode: 'sustained', sustainMs: 600_000 }, 'sustained-600'],
  [{ mode: 'sustained', sustainMs: 9_600 }, 'sustained-10'],
  [{ mode: 'sustained' }, 'sustained-0'],
];

it.each(cases)('of options %j is of mode %s', (options, mode) => {
  const submission = honestSubmission([ENTRY], 't', 0);
  const measurements = submission.measurements.map((one) => ({ ...one, options }));
  expect(entriesOf({ ...submission, measurements })).toMatchObject([{ position: 0, mode }]);
});
