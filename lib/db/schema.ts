// All tables. Runs and their raw rows; what integrity keeps; what the board reads.
export * from './schema/gains';
export * from './schema/integrity';
export * from './schema/runs';
export * from './schema/standings';
