// A request that could not be answered: a log line and a problem that name the same id. Where the
// database is to blame the request was right, and the answer says when to send it again.
import { outageOf } from '../db/outage';
import { type Rejection, reject } from '../submission/rejection';
import { errorFields, logLine } from '../watch/log';
import { requestIdOf } from '../watch/request-id';
import { problem } from './respond';

/** What is answered for an error, after a line in the log. */
export function rejectionOf(request: Request, error: unknown): Rejection {
  const id = requestIdOf(request);
  const outage = outageOf(error);
  logLine('error', outage === null ? 'failed' : 'database', {
    id,
    method: request.method,
    path: new URL(request.url).pathname.slice(0, 80),
    ...errorFields(error),
  });
  return outage === null
    ? reject('internal', `the log of this site calls it ${id}`)
    : reject('unavailable', `the database ${outage}; the log calls it ${id}`);
}

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** The same route, which answers with a problem where it would throw. */
export const guarded =
  <Context>(handle: Handler<Context>): Handler<Context> =>
  async (request, context) => {
    try {
      return await handle(request, context);
    } catch (error) {
      return problem(rejectionOf(request, error));
    }
  };
