// Who may moderate: whoever has the token of this instance. A browser that showed it once keeps a
// cookie that expires and from which the token cannot be had; another token makes all cookies void.
// Without a token there is no moderation at all.

const TEXT = new TextEncoder();
export const SESSION_HOURS = 12;
/** There is one token, so the trail cannot tell moderators apart. */
export const MODERATOR = 'admin';
export const SESSION_COOKIE = 'flopmark-admin';

const keyOf = (token: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', TEXT.encode(token), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);

const label = (expiresAtMs: number): Uint8Array<ArrayBuffer> =>
  TEXT.encode(`flopmark-admin/1/${expiresAtMs}`);

/** Compared as signatures, whose verification takes the same time wherever two of them differ. */
export async function isToken(given: string, token: string): Promise<boolean> {
  const message = crypto.getRandomValues(new Uint8Array(32));
  const signature = await crypto.subtle.sign('HMAC', await keyOf(token), message);
  return (
    given !== '' && (await crypto.subtle.verify('HMAC', await keyOf(given), signature, message))
  );
}

/** The value of the cookie: when it expires, and a signature of that. */
export async function sessionValue(token: string, expiresAtMs: number): Promise<string> {
  const signature = new Uint8Array(
    await crypto.subtle.sign('HMAC', await keyOf(token), label(expiresAtMs)),
  );
  return `${expiresAtMs}.${Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Whether a cookie is a session that this token signed and that has not expired. */
export async function isSession(
  value: string | undefined,
  token: string,
  nowMs: number,
): Promise<boolean> {
  const [, expires, hex] = /^(\d{13,15})\.([0-9a-f]{64})$/.exec(value ?? '') ?? [];
  if (expires === undefined || hex === undefined || Number(expires) <= nowMs) return false;
  const signature = Uint8Array.from({ length: 32 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
  return crypto.subtle.verify('HMAC', await keyOf(token), signature, label(Number(expires)));
}

/** `Set-Cookie` of a session; `secure` where the site is served over HTTPS. */
export function sessionCookie(value: string, secure: boolean): string {
  const attributes = [
    'Path=/admin',
    `Max-Age=${SESSION_HOURS * 3600}`,
    'HttpOnly',
    'SameSite=Strict',
  ];
  return [`${SESSION_COOKIE}=${value}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; ');
}

/** `Set-Cookie` that takes a session back. */
export const endedCookie = (): string =>
  `${SESSION_COOKIE}=; Path=/admin; Max-Age=0; HttpOnly; SameSite=Strict`;

/** The session of a request to a route, from its Cookie header. */
export function sessionOf(request: Request): string | undefined {
  const cookies = (request.headers.get('Cookie') ?? '').split(';').map((part) => part.trim());
  return cookies
    .find((part) => part.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
}

/**
 * Forms are taken from this site alone: browsers say where a POST comes from. That is the
 * configured origin, or the host that the browser itself addressed; what a proxy says of hosts is
 * not believed.
 */
export function isSameOrigin(request: Request, siteOrigin: string): boolean {
  const origin = request.headers.get('Origin');
  if (origin === null || !URL.canParse(origin)) return false;
  return origin === siteOrigin || new URL(origin).host === request.headers.get('Host');
}
