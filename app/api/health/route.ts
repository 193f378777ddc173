// Whether this process answers at all: for whoever restarts it. It asks nothing else, so a
// database that is away does not get a server restarted that could do nothing about it.
export const dynamic = 'force-dynamic';

export const GET = (): Response =>
  Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
