// What is typed after --bind, --value and --assume, and in the same fields of a page. Names of
// dimensions are the file's and may hold commas and equals signs: a text is one pair where the file
// has such a name, and a list of pairs otherwise.
import { err, ok, type Result } from '@/lib/core/result';
import type { Assumptions, Binding, InputValues } from '@/lib/onnx/infer/given';

const EXTENT = /^\d+$/;

function extentOf(text: string): number | null {
  const extent = Number(text);
  return EXTENT.test(text) && Number.isSafeInteger(extent) ? extent : null;
}

/** "batch=1,seq=128" and "b,s=2" → extents by name. `isName` tells the names of the file. */
export function parseBindings(
  texts: readonly string[],
  isName: (name: string) => boolean,
): Result<Binding, string> {
  const binding: Record<string, number> = {};
  for (const text of texts) {
    for (const [name, value] of pairsOf(text, isName)) {
      const extent = extentOf(value);
      if (name === '' || extent === null)
        return err(`--bind takes NAME=N with a whole number, not '${text}'`);
      binding[name] = extent;
    }
  }
  return ok(binding);
}

function pairsOf(
  text: string,
  isName: (name: string) => boolean,
): readonly (readonly [string, string])[] {
  const last = split(text);
  if (last !== null && isName(last[0])) return [last];
  // The shortest name before `=N` that ends the text or a pair.
  const pairs: [string, string][] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const found = /^\s*(.+?)\s*=\s*(\d+)\s*(?:,|$)/.exec(rest);
    if (found === null) return [['', rest]];
    pairs.push([found[1] ?? '', found[2] ?? '']);
    rest = rest.slice(found[0].length);
  }
  return pairs.length === 0 ? [['', text]] : pairs;
}

function split(text: string): readonly [string, string] | null {
  const at = text.lastIndexOf('=');
  return at < 1 ? null : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['false', 0],
]);

function numberOf(text: string): number | null {
  const flag = FLAGS.get(text);
  if (flag !== undefined) return flag;
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? value : null;
}

/** "sr=16000", "sizes=1,3,640", "use_cache_branch=true" → elements by input. */
export function parseValues(texts: readonly string[]): Result<InputValues, string> {
  const values: Record<string, number | readonly number[]> = {};
  for (const text of texts) {
    const pair = split(text);
    const numbers = pair?.[1].split(',').map((part) => numberOf(part.trim())) ?? [];
    const known = numbers.filter((value) => value !== null);
    const [first] = known;
    if (pair === null || first === undefined || known.length !== numbers.length) {
      return err(`--value takes INPUT=V with numbers, not '${text}'`);
    }
    values[pair[0]] = known.length === 1 ? first : known;
  }
  return ok(values);
}

/** Reads what a person assumes of data, such as "detections=100", or says what is wrong with it. */
export function parseAssumptions(texts: readonly string[]): Result<Assumptions, string> {
  let assumptions: Assumptions = {};
  for (const text of texts) {
    const pair = split(text);
    const count = pair === null ? null : extentOf(pair[1]);
    if (pair?.[0] !== 'detections' || count === null)
      return err(`--assume takes detections=N, not '${text}'`);
    assumptions = { detections: count };
  }
  return ok(assumptions);
}
