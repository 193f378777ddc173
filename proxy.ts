// The pages that measure or administer carry a nonce: their scripts are ours alone, and WebAssembly may compile there.
// Every other page is cached by the CDN, where a nonce cannot be; next.config.mjs gives those their policy.
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '@/lib/edge/content-security-policy';

export const config = { matcher: ['/run', '/analyze', '/admin/:path*', '/:path(.*%.*)'] };

/** Next answers a path that it cannot decode with 500 (16.4.6); it is the sender's fault, and is said to be. */
function undecodable({ nextUrl }: NextRequest): boolean {
  try {
    decodeURIComponent(nextUrl.pathname);
    return false;
  } catch {
    return true;
  }
}

const NEEDS_NONCE = /^\/(?:run|analyze|admin)(?:\/|$)/;

export function proxy(request: NextRequest): NextResponse {
  if (undecodable(request)) return new NextResponse('This address cannot be read.', { status: 400 });
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
