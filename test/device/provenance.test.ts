import { describe, expect, it } from 'vitest';
import { FACTS_OF_THE_MACHINE } from '@/lib/device/provenance';
import { environmentSchema } from '@/lib/submission/schema';

describe('facts with provenance', () => {
  it('are all that a run stores of its machine, each once', () => {
    const stored = Object.keys(environmentSchema.shape).sort();
    expect(FACTS_OF_THE_MACHINE.flatMap(({ fields }) => fields).sort()).toEqual(stored);
  });

  it('say under which condition they pool devices wherever a browser may alter them', () => {
    const altered = FACTS_OF_THE_MACHINE.filter(
      ({ tampering, pools }) => tampering.length > 0 && pools !== null,
    );
    expect(altered.filter(({ pools }) => !/\b(?:where|unless|only)\b/.test(pools ?? ''))).toEqual(
      [],
    );
  });
});
