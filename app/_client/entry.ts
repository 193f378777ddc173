// What the browser runs first, in place of Next's own entry (next.config.mjs puts it there, in
// builds). Most pages are documents: read, followed by links, with the few behaviours of
// app/_behaviours. They need neither React nor Next's router, which are 130 KB gzipped, so only the
// page that is an application loads them, and the ones that Next could not draw on the server.
// /analyze is drawn by Preact (preact-root.ts). Without this entry everything works the same, and
// loads more.
import '../../instrumentation-client';
import { APPLICATIONS } from '@/lib/edge/applications';

if (APPLICATIONS.includes(location.pathname) || document.documentElement.id === '__next_error__')
  void import('next/dist/client/app-next-turbopack');
