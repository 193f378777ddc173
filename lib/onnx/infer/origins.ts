// Why elements are unknown: because a dimension of an input is not bound, because they are in a
// sidecar file that was not given, or because they only exist when the model runs. Followed only in
// models that leave a dimension open or lack a sidecar: elsewhere every doubt is what the rule
// says.

import { NO_VALUE } from '../names';
import type { Doubt, Fact } from './fact';
import { isKnown } from './fact';
import type { NodeView } from './node-view';

const UNBOUND = 1;
const RUN_TIME = 2;
const MISSING = 4;

/** Operators whose first input's elements are extents; elsewhere the first input is data. */
const EXTENTS_FIRST: ReadonlySet<string> = new Set([
  'ConstantOfShape',
  'Range',
  'HannWindow',
  'HammingWindow',
  'BlackmanWindow',
  'MelWeightMatrix',
]);

/** Operators whose output's extents depend on data in any case. */
const SELECTING: ReadonlySet<string> = new Set([
  'NonZero',
  'NonMaxSuppression',
  'Compress',
  'Unique',
  'StringSplit',
]);

const originOfShape = (fact: Fact | undefined): number => {
  if (fact?.kind !== 'tensor' || isKnown(fact.dims)) return 0;
  return fact.doubt === 'unbound-dimension' ? UNBOUND : RUN_TIME;
};

const hasUnknownElements = (fact: Fact | undefined): boolean =>
  fact?.kind !== 'tensor' ||
  fact.values === null ||
  fact.values.some((value) => typeof value !== 'number');

export class Origins {
  /** Of the elements of every value, by number; empty until a dimension is found open. */
  private origins: number[] | null = null;
  private readonly inputs: number[] = [];

  /** A value that comes from outside: its elements exist at run time, unless they are given. */
  open(value: number, fact: Fact): void {
    if (value === NO_VALUE) return;
    if (hasUnknownElements(fact)) this.inputs.push(value);
    if (originOfShape(fact) === UNBOUND && this.origins === null) this.origins = [];
    if (this.origins === null) return;
    for (const input of this.inputs.splice(0)) this.origins[input] = RUN_TIME;
  }

  /** An initialiser whose elements would be looked at, and are not at hand. */
  lack(value: number): void {
    this.origins ??= [];
    this.origins[value] = MISSING;
  }

  /** Sets the origins of a node's outputs. */
  advance(view: NodeView, outputs: readonly Fact[]): void {
    if (this.origins === null) return;
    const { opType } = view.node;
    let origin = 0;
    if (opType === 'Shape' || opType === 'Size') origin = originOfShape(view.input(0));
    else
      for (let i = 0; i < view.inputCount; i += 1)
        origin |= this.elements(view, i) | originOfShape(view.input(i));
    for (let i = 0; i < view.outputCount; i += 1) {
      this.origins[view.firstWrite + i] = hasUnknownElements(outputs[i]) ? origin : 0;
    }
  }

  private elements(view: NodeView, i: number): number {
    const value = view.read(i);
    return value === NO_VALUE ? 0 : (this.origins?.[value] ?? 0);
  }

  /**
   * The better reason for an open shape: a rule that found elements unknown cannot tell why they
   * are.
   */
  causeOf(view: NodeView, doubt: Doubt | null): Doubt | null {
    if (this.origins === null || (doubt !== 'data-dependent' && doubt !== 'inconsistent'))
      return doubt;
    if (SELECTING.has(view.node.opType)) return doubt;
    let origin = 0;
    for (let i = EXTENTS_FIRST.has(view.node.opType) ? 0 : 1; i < view.inputCount; i += 1) {
      if (hasUnknownElements(view.input(i))) origin |= this.elements(view, i);
    }
    if ((origin & MISSING) !== 0) return 'missing-sidecar';
    if ((origin & RUN_TIME) !== 0 || origin === 0) return doubt;
    return 'unbound-dimension';
  }
}
