// Where a device's power comes from, and how that is known: browsers rarely tell, so a visitor may
// say it.

export const POWER_STATES = ['mains', 'battery', 'unknown'] as const;
export type PowerState = (typeof POWER_STATES)[number];

export const POWER_PROVENANCES = ['detected', 'declared', 'unknown'] as const;
export type PowerProvenance = (typeof POWER_PROVENANCES)[number];
