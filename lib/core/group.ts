// Items by a key, in the order of each key's first item. Map.groupBy of the language needs Node 21;
// we promise 20.

/** Groups items by a key, in the order in which each key appears first. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
