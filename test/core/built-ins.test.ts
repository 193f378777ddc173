// Each replacement does what the engine's own method does: in a context of its own the engine's are
// taken away, the module runs, and both are asked the same.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Method = (...given: unknown[]) => unknown;

const source = readFileSync(resolve(import.meta.dirname, '../../lib/core/built-ins.ts'), 'utf8');
const module = transformSync(source, { loader: 'ts', format: 'iife' }).code;

/** By the name of its owner and its own: the engine's, and the module's. */
const methods = runInContext(
  `(() => {
    const lists = ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with'];
    const owners = {
      Array: [Array.prototype, [...lists, 'toSpliced']],
      TypedArray: [Object.getPrototypeOf(Uint8Array.prototype), lists],
      Object: [Object, ['hasOwn']],
      Promise: [Promise, ['withResolvers']],
    };
    const all = {};
    for (const [owner, [target, names]] of Object.entries(owners))
      for (const name of names) {
        all[owner + '.' + name] = { native: target[name] };
        delete target[name];
      }
    ${module}
    for (const [owner, [target, names]] of Object.entries(owners))
      for (const name of names) all[owner + '.' + name].own = target[name];
    return all;
  })()`,
  createContext({}),
) as Readonly<Record<string, { readonly native: Method | undefined; readonly own: Method }>>;

/** What a call comes to, or that it throws. */
function called(method: unknown, self: unknown, given: readonly unknown[]): unknown {
  try {
    const value = Reflect.apply(method as () => unknown, self, given);
    // The engine's are of the other context.
    return { value: ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value };
  } catch (error) {
    return { threw: (error as { readonly name: string }).name };
  }
}

function alike(name: string, self: unknown, given: readonly unknown[]): void {
  const { native, own } = methods[name];
  expect(called(own, self, given)).toEqual(called(native, self, given));
}

const index = fc.oneof(fc.integer({ min: -12, max: 12 }), fc.double(), fc.constant(undefined));
const even = (value: unknown): boolean => Number(value) % 2 === 0;

describe('what is completed', () => {
  it('acts on lists as the engine does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 10 }),
        index,
        (list, at) => {
          for (const [owner, self] of [
            ['Array', list],
            ['TypedArray', Uint8Array.from(list)],
          ] as const) {
            alike(`${owner}.at`, self, [at]);
            alike(`${owner}.with`, self, [at, 7]);
            alike(`${owner}.findLast`, self, [even]);
            alike(`${owner}.findLastIndex`, self, [even]);
            alike(`${owner}.toReversed`, self, []);
            alike(`${owner}.toSorted`, self, []);
            alike(`${owner}.toSorted`, self, [(a: number, b: number) => b - a]);
          }
          alike('Array.toSpliced', list, [at, 2, 'a', 'b']);
        },
      ),
    );
  });

  it('knows own properties and promises with their resolvers', async () => {
    alike('Object.hasOwn', Object, [{ a: 1 }, 'a']);
    alike('Object.hasOwn', Object, [{ a: 1 }, 'toString']);
    const made = Reflect.apply(methods['Promise.withResolvers'].own, Promise, []) as {
      promise: Promise<unknown>;
      resolve: (value: unknown) => void;
    };
    made.resolve(7);
    expect(await made.promise).toBe(7);
  });
});
