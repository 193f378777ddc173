// An expected failure is a value, not an exception: callers must look at it. `throw` is left for
// bugs.

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** A result that holds a value. */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

/** A result that holds the reason for which there is no value. */
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });
