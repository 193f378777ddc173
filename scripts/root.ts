// The repository's root, wherever a command is started from.
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
