// Who of the fleet's people visits when, and what they measure: more and more of them over half a
// year, most of them once.
import type { SuiteId } from '@/lib/bench/suites';
import { createPrng, seedOf } from '@/lib/core/prng';
import { FLEET } from './fleet';
import { hasNewDriver, type Person, personOf } from './person';
import type { Visit } from './visit';

const DAY_MS = 86_400_000;
const DAYS = 183;
/** In which a new driver came. */
const LAST_DAYS = 5;

/** What people take by their number; those who measure `full` are told by the fleet. */
const SUITES_BY_TURN: readonly (SuiteId | 'custom')[] = [
  'standard',
  'quick',
  'quick',
  'standard',
  'smoke',
  'quick',
  'custom',
  'standard',
  'quick',
  'sustained',
];

function suiteOf({ machine, machineIndex, index }: Person, number: number): SuiteId | 'custom' {
  // Whoever comes again takes the short one.
  if (number > 0) return index % 7 === 3 ? 'sustained' : 'quick';
  if (index < machine.full) return 'full';
  // So that even a rare machine has rows on the boards of the suite `standard`.
  if (index < 2) return 'standard';
  return SUITES_BY_TURN[(index + machineIndex) % SUITES_BY_TURN.length] ?? 'quick';
}

/** All visits of the half year that ends at `until`, oldest first. */
export function scheduleOf(seed: number, until: Date): Visit[] {
  const people = FLEET.flatMap((machine, machineIndex) =>
    Array.from({ length: machine.people }, (_, index) =>
      personOf(seed, machine, machineIndex, index),
    ),
  );
  return people
    .flatMap((person) => visitsOf(seed, person, until))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * In which part of the half year somebody visits, from a uniform draw: its root is dense towards
 * the end, people tell each other.
 */
function shareOf(person: Person, drawn: number): number {
  if (hasNewDriver(person)) return 1 - (LAST_DAYS * (1 - drawn)) / DAYS;
  const share = Math.sqrt(drawn);
  return person.machine.newDriver === undefined ? share : share * (1 - (3 * LAST_DAYS) / DAYS);
}

function visitsOf(seed: number, person: Person, until: Date): Visit[] {
  const prng = createPrng(seedOf(`${seed}/schedule/${person.machineIndex}/${person.index}`));
  const again = prng.below(100);
  const count = again < 72 ? 1 : again < 93 ? 2 : 3;
  return Array.from({ length: count }, (_, number): Visit => {
    const share = shareOf(person, prng.unit());
    const at = new Date(until.getTime() - (1 - share) * DAYS * DAY_MS - prng.below(3_600_000));
    return { person, number, share, suite: suiteOf(person, number), at };
  });
}
