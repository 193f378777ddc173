// Lists that are read element by element. A graph has ten thousands of lists with one to three
// elements; `push` would give each of them room for seventeen.

/** `list` with one more element: itself, or a new one while it is short. */
export function grown<T>(list: T[], element: T): T[] {
  switch (list.length) {
    case 0:
      return [element];
    case 1:
      return [list[0], element];
    case 2:
      return [list[0], list[1], element];
    default:
      list.push(element);
      return list;
  }
}
