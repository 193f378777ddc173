// Runs once when a server starts, before it answers: a configuration that cannot work ends the start with a line for each
// fault, instead of every answer with an error. `npm start` has checked the same before it got here.
import { settings } from './lib/config/current';

export function register(): void {
  if (process.env.NEXT_PHASE !== 'phase-production-build') settings();
}
