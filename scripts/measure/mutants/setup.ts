// Runs in a test's worker before the test's file: the switch of the mutants. Which one is active,
// and where it is told which were reached, stands in two files that the command names.
import { appendFileSync, readFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import { SWITCH } from './instrument';

const active = Number(readFileSync(process.env.FLOPMARK_MUTANT_ACTIVE ?? '', 'utf8'));
const reached = new Set<number>();

Object.defineProperty(globalThis, SWITCH, {
  configurable: true,
  value: (id: number): boolean => {
    reached.add(id);
    return id === active;
  },
});

/** Only a run without an active mutant is asked which ones a test reaches. */
if (active < 0) {
  afterAll(() => {
    const { testPath } = expect.getState();
    appendFileSync(
      process.env.FLOPMARK_MUTANT_REACHED ?? '',
      `${JSON.stringify([testPath, [...reached]])}\n`,
    );
  });
}
