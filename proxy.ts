// The pages that measure or administer carry a nonce: their scripts are ours alone, and WebAssembly
// may compile there. /learn is one of them: six of its chapters measure. Every other page is cached
// by the CDN, where a nonce cannot be; next.config.mjs gives those their policy. Addresses whose
// parameters no page understands are answered here, because a page cannot set its status.
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '@/lib/edge/content-security-policy';
import { faultIn } from '@/lib/edge/parameters';
import { parametersOf } from './app/page-parameters';

export const config = {
  matcher: [
    '/run',
    '/analyze',
    '/learn/:path*',
    '/admin/:path*',
    '/models/:path*',
    '/devices/:path*',
    '/compare',
    '/badges',
    '/runs/:path*',
    '/:path(.*%.*)',
  ],
};

/**
 * Next answers a path that it cannot decode with 500 (16.4.6); it is the sender's fault, and is
 * said to be.
 */
function undecodable({ nextUrl }: NextRequest): boolean {
  try {
    decodeURIComponent(nextUrl.pathname);
    return false;
  } catch {
    return true;
  }
}

/**
 * What an address asks for that there is not: said, and not passed over as if it had asked for
 * nothing.
 */
function parameterFault({ nextUrl: { pathname, searchParams } }: NextRequest): string | null {
  const parameters = searchParams.size === 0 ? null : parametersOf(pathname);
  return parameters === null ? null : faultIn(parameters, searchParams, new Date());
}

const refused = (fault: string): NextResponse =>
  new NextResponse(`This address cannot be answered: ${fault}.\n`, {
    status: 400,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  });

const NEEDS_NONCE = /^\/(?:run|analyze|learn|admin)(?:\/|$)/;

export function proxy(request: NextRequest): NextResponse {
  if (undecodable(request))
    return new NextResponse('This address cannot be read.', { status: 400 });
  const fault = parameterFault(request);
  if (fault !== null) return refused(fault);
  if (!NEEDS_NONCE.test(request.nextUrl.pathname)) return NextResponse.next();
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy({ nonce, dev: process.env.NODE_ENV === 'development' });
  const headers = new Headers(request.headers);
  // Next reads the nonce from the request's policy and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}
