// Runs once when a server starts, before it answers: a configuration that cannot work ends the
// start with a line for each fault, instead of every answer with an error. `npm start` has checked
// the same before it got here.
import type { Instrumentation } from 'next';
import { settings } from './lib/config/current';
import { errorFields, logLine } from './lib/watch/log';

export function register(): void {
  if (process.env.NEXT_PHASE !== 'phase-production-build') settings();
}

/**
 * What no route caught: pages, for the most part, whose visitor is shown the digest
 * (app/error.tsx).
 */
export const onRequestError: Instrumentation.onRequestError = (
  error,
  { method, headers },
  { routePath },
) => {
  const id = headers['x-request-id'];
  const digest =
    typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null;
  logLine('error', 'failed', {
    id: typeof id === 'string' ? id : null,
    digest,
    method,
    route: routePath,
    ...errorFields(error),
  });
};
