// What this process counted and what stands in the database, in Prometheus' text format
// (prometheus.io/docs/instrumenting/exposition_formats), for whoever has the token.
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { databaseGauges } from '@/lib/db/gauges';
import { isToken } from '@/lib/edge/admin-session';
import { problem } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';
import { gaugesText } from '@/lib/watch/gauges';
import { errorFields, logLine } from '@/lib/watch/log';
import { processMeters } from '@/lib/watch/process-meters';

const TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const DOWN = {
  name: 'flopmark_database_up',
  help: '1 while the database answers.',
  values: [{ value: 0 }],
};

/** A database that is away is a value and no reason to say nothing. */
const gauges = (): ReturnType<typeof databaseGauges> =>
  databaseGauges(database()).catch((error: unknown) => {
    logLine('warn', 'metrics', errorFields(error));
    return [DOWN];
  });

export async function GET(request: Request): Promise<Response> {
  const { metricsToken: token } = settings();
  if (token === null)
    return problem(reject('not-found', 'this instance has no FLOPMARK_METRICS_TOKEN'));
  const [, given = ''] =
    /^Bearer (\S{1,200})$/i.exec(request.headers.get('Authorization') ?? '') ?? [];
  if (!(await isToken(given, token))) {
    const headers = { 'WWW-Authenticate': 'Bearer', 'Cache-Control': 'no-store' };
    return new Response('Authorization: Bearer with FLOPMARK_METRICS_TOKEN is needed.\n', {
      status: 401,
      headers,
    });
  }
  const [own, stored] = await Promise.all([processMeters(), gauges()]);
  return new Response(`${own}${gaugesText(stored)}`, {
    headers: { 'Content-Type': TYPE, 'Cache-Control': 'no-store' },
  });
}
