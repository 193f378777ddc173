// What the doctor says of one thing: good, or what is wrong and what to do.

export const LEVELS = ['good', 'warning', 'fault'] as const;
export type Level = (typeof LEVELS)[number];

export const SUBJECTS = [
  'node',
  'configuration',
  'data',
  'disk',
  'secrets',
  'database',
  'origin',
  'proxies',
] as const;
export type Subject = (typeof SUBJECTS)[number];

export interface Finding {
  readonly subject: Subject;
  readonly level: Level;
  /** For programs; stable. */
  readonly code: string;
  readonly words: string;
  /** What to do; null where it is good. */
  readonly remedy: string | null;
}

export const good = (subject: Subject, code: string, words: string): Finding => ({
  subject,
  level: 'good',
  code,
  words,
  remedy: null,
});

const bad =
  (level: Level) =>
  (subject: Subject, code: string, words: string, remedy: string): Finding => ({
    subject,
    level,
    code,
    words,
    remedy,
  });

export const fault = bad('fault');
export const warning = bad('warning');
