// The forms of machines, for columns, filters and readers.
export const FORMS = ['desktop', 'phone', 'tablet', 'other'] as const;
export type Form = (typeof FORMS)[number];
