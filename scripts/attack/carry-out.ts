// Attacks carried out in a few lanes, each by a forger of its own, and what became of them.
import { Forger } from './forger';
import type { Attack } from './kinds';
import { inLanes } from './lanes';
import { type AttackResult, resultOf } from './report';

/** An attack that could not be carried out says nothing of its rule. */
async function carriedOut(url: string, attack: Attack): Promise<AttackResult> {
  const forger = new Forger(url);
  try {
    return await resultOf(forger, attack, await attack.forgery(forger), forger.provenGflops);
  } catch (error) {
    const { name, kind, rule } = attack;
    const reason = `could not be carried out: ${error instanceof Error ? error.message : error}`;
    return { name, kind, rule, reached: false, expected: false, ended: 'held', reason };
  }
}

/** In the order of the attacks; each is told of when it is over. */
export async function carryOut(
  url: string,
  attacks: readonly Attack[],
  tell: (result: AttackResult) => void = () => {},
): Promise<AttackResult[]> {
  const results = new Map<string, AttackResult>();
  await inLanes(attacks, async (attack) => {
    const result = await carriedOut(url, attack);
    results.set(attack.name, result);
    tell(result);
  });
  return attacks.flatMap(({ name }) => results.get(name) ?? []);
}
