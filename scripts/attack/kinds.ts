// Every kind of attack: what stops it, how it must end, and its forgeries. A forgery that ends in
// another way has met something else on its way, such as a body that is no longer understood, and
// says nothing of the rule.
import type { Answer } from './client';
import type { Forger } from './forger';
import type { Met } from './met';

export type Forgery = (forger: Forger) => Promise<Answer | Met>;
export type Forgeries = Readonly<Record<string, Forgery>>;

export interface AttackKind {
  readonly kind: string;
  /** What stops it, in one sentence. */
  readonly rule: string;
  /**
   * How it may end: "refused: longer-than-seen", "quarantined: finer-than-clock", "L1: provisional
   * …", "held: …".
   */
  readonly endings: RegExp;
  readonly forgeries: Forgeries;
}

/** One forgery with what its kind says. */
export interface Attack extends Omit<AttackKind, 'forgeries'> {
  readonly name: string;
  readonly forgery: Forgery;
}

export const attacksOf = (kinds: readonly AttackKind[]): Attack[] =>
  kinds.flatMap(({ forgeries, ...kind }) =>
    Object.entries(forgeries).map(([name, forgery]) => ({ ...kind, name, forgery })),
  );
