// The settings an edge function needs. The secret has no default: without one nothing is signed and nothing is accepted.

/** Live HMAC secrets, the current one first; a second one while rotating. @throws Error when none is set. */
export function secrets(environment: Readonly<Record<string, string | undefined>>): readonly [string, ...string[]] {
  const current = environment.FLOPMARK_SECRET;
  if (current === undefined || current.length < 32) {
    throw new Error('FLOPMARK_SECRET must be set, at least 32 characters (npm start makes one for a local instance)');
  }
  const previous = environment.FLOPMARK_SECRET_PREVIOUS;
  return previous === undefined || previous === '' ? [current] : [current, previous];
}

/** Whether this is a laboratory for load and attacks, on loopback alone (`npm start -- --lab`). */
export const isLab = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  environment.FLOPMARK_LAB === '1';
