// A file with many wrongs in it, none of which acts until its number is the active one: the file is
// compiled once, and each wrong costs one run of the tests.
import type { Mutation } from './mutations';

/** A mutation of a file by the number under which it is switched on. */
export interface Mutant extends Mutation {
  readonly id: number;
}

/**
 * The global function that tells whether a number is the active one, and remembers that it was
 * asked.
 */
export const SWITCH = '__flopmarkMutant';

/** The text with every mutant in it, switched by its number. Mutants may lie within each other. */
export function instrument(text: string, mutants: readonly Mutant[]): string {
  const sorted = mutants.toSorted((a, b) => a.start - b.start || b.end - a.end || a.id - b.id);
  const emit = (start: number, end: number, among: readonly Mutant[]): string => {
    let out = '';
    let at = start;
    for (let i = 0; i < among.length; ) {
      const outer = among[i] as Mutant;
      let next = i + 1;
      while (next < among.length && (among[next] as Mutant).start < outer.end) next += 1;
      out += text.slice(at, outer.start) + switched(outer, among.slice(i + 1, next));
      at = outer.end;
      i = next;
    }
    return out + text.slice(at, end);
  };
  const switched = ({ id, start, end, replacement }: Mutant, within: readonly Mutant[]): string => {
    if (replacement === null) return `{if(${SWITCH}(${id}))return;${emit(start + 1, end, within)}`;
    return `(${SWITCH}(${id})?(${replacement}):(${emit(start, end, within)}))`;
  };
  return emit(0, text.length, sorted);
}
