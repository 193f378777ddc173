// Where a request came to, for full addresses on an instance that was not told its own.

/** As the visitor's browser spelled it: behind a proxy the address of the request is another one. */
export function originOf(request: Request): string {
  const { protocol, host } = new URL(request.url);
  const named = request.headers.get('host') ?? host;
  const scheme = request.headers.get('x-forwarded-proto') ?? protocol.slice(0, -1);
  return URL.canParse(`${scheme}://${named}`) ? `${scheme}://${named}` : `${protocol}//${host}`;
}
