// The pages that measure or administer carry a nonce: their scripts are ours alone, and WebAssembly may compile there.
// Every other page is cached by the CDN, where a nonce cannot be; next.config.mjs gives those their policy.
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '@/lib/edge/content-security-policy';

export const config = { matcher: ['/run', '/analyze', '/admin/:path*'] };

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy({ nonce, dev: process.env.NODE_ENV === 'development' });
  const headers = new Headers(request.headers);
  // Next reads the nonce from the request's policy and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}
