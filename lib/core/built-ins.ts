// What this code uses of ECMAScript 2022 and 2023 (and `Promise.withResolvers`), where a browser
// lacks it: imported first by pages and workers, for those that are older than the ones we support.
// Each acts as the specification says for lists without holes, and is left alone where the browser
// has it.

type Method = (this: never, ...given: never[]) => unknown;

function complete(target: object, methods: Readonly<Record<string, Method>>): void {
  for (const [name, value] of Object.entries(methods))
    if (!(name in target))
      Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

type Test = (value: unknown, index: number, all: unknown[]) => unknown;

/** From the end where it is negative. */
function absolute(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? length + whole : whole;
}

function lastIndex(list: unknown[], test: Test): number {
  for (let index = list.length - 1; index >= 0; index -= 1)
    if (test(list[index], index, list)) return index;
  return -1;
}

/** Of arrays and of typed arrays alike. */
const OF_LISTS = {
  at(this: unknown[], index: number) {
    return this[absolute(index, this.length)];
  },
  findLast(this: unknown[], test: Test) {
    return this[lastIndex(this, test)];
  },
  findLastIndex(this: unknown[], test: Test) {
    return lastIndex(this, test);
  },
  toSorted(this: unknown[], compare?: (a: unknown, b: unknown) => number) {
    return this.slice().sort(compare);
  },
  toReversed(this: unknown[]) {
    return this.slice().reverse();
  },
  with(this: unknown[], index: number, value: unknown) {
    const at = absolute(index, this.length);
    if (at < 0 || at >= this.length) throw new RangeError('Invalid index');
    const copy = this.slice();
    copy[at] = value;
    return copy;
  },
};

const OF_ARRAYS = {
  toSpliced(this: unknown[], ...given: [start: number, deleteCount: number, ...items: unknown[]]) {
    const copy = this.slice();
    copy.splice(...given);
    return copy;
  },
};

function withResolvers(this: PromiseConstructor) {
  let resolve: (value: unknown) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new this((kept, broken) => {
    resolve = kept;
    reject = broken;
  });
  return { promise, resolve, reject };
}

complete(Array.prototype, { ...OF_LISTS, ...OF_ARRAYS });
complete(Object.getPrototypeOf(Uint8Array.prototype), OF_LISTS);
complete(Object, {
  hasOwn: (target: object, key: PropertyKey) =>
    Reflect.getOwnPropertyDescriptor(Object(target), key) !== undefined,
});
complete(Promise, { withResolvers });
