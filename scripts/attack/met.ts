// What an attack came to that is more than one run, or none.

/**
 * What an attack came to that is more than one run, or none: on people, on pages, on what others
 * are told.
 */
export interface Met {
  readonly harm: boolean;
  readonly reason: string;
}

export const held = (reason: string): Met => ({ harm: false, reason });
export const harm = (reason: string): Met => ({ harm: true, reason });
