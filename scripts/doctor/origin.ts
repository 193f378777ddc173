// The public address, asked as a visitor would: whether this site answers there, by which way the
// request came, and whether what stands in between leaves the headers alone that the pages need.
import { MIRROR_PATH, type Mirrored, mirroredSchema, mirrorRequest } from '../front/mirror';
import { type Finding, fault, good, warning } from './finding';

const PATIENCE_MS = 10_000;

const isLocal = ({ hostname }: URL): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[::1\]|.*\.localhost)$/.test(hostname);

/** Threads and WebGPU exist only where a page is secure (w3.org/TR/secure-contexts). */
export function checkScheme(origin: URL): Finding[] {
  if (origin.protocol === 'https:' || isLocal(origin)) return [];
  return [
    fault(
      'origin',
      'insecure',
      `${origin.origin} is plain http: browsers give its pages neither threads nor WebGPU`,
      'put a proxy with https in front, and set FLOPMARK_ORIGIN to it',
    ),
  ];
}

const ask = (url: URL, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });

const wordsOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

function checkHops({ hops, trustedProxies, host, scheme }: Mirrored, origin: URL): Finding[] {
  const passed = `requests to ${origin.origin} pass ${hops} ${hops === 1 ? 'proxy' : 'proxies'}`;
  const set = `set FLOPMARK_TRUSTED_PROXIES=${hops}`;
  const found: Finding[] = [];
  if (trustedProxies < hops)
    found.push(
      fault(
        'proxies',
        'proxies-untrusted',
        `${passed}, and ${trustedProxies} are trusted: all visitors share one network’s limits`,
        set,
      ),
    );
  else if (trustedProxies > hops)
    found.push(
      fault(
        'proxies',
        'proxies-too-many',
        `${passed}, and ${trustedProxies} are trusted: a visitor may choose the address that limits go by`,
        set,
      ),
    );
  else found.push(good('proxies', 'proxies', `${passed}, as many as are trusted`));
  if (host !== origin.host)
    found.push(
      fault(
        'proxies',
        'host-lost',
        `the proxy asks for the host ${host}, not ${origin.host}`,
        'hand the Host header on (nginx: proxy_set_header Host $host)',
      ),
    );
  if (origin.protocol === 'https:' && hops > 0 && scheme !== 'https')
    found.push(
      warning(
        'proxies',
        'scheme-lost',
        'the proxy does not say that it was reached by https',
        'set X-Forwarded-Proto (nginx: proxy_set_header X-Forwarded-Proto $scheme)',
      ),
    );
  return found;
}

const ISOLATING = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

async function checkPages(origin: URL): Promise<Finding[]> {
  const { headers } = await ask(new URL('/run', origin));
  const lost = Object.entries(ISOLATING).filter(([name, value]) => headers.get(name) !== value);
  if (lost.length > 0)
    return [
      fault(
        'origin',
        'isolation-lost',
        `/run comes without ${lost.map(([name]) => name).join(' and ')}: browsers give it one thread`,
        'let the proxy hand these headers on',
      ),
    ];
  const ready = await ask(new URL('/api/ready', origin));
  if (ready.status === 200)
    return [good('origin', 'ready', 'the site answers there, and is ready')];
  return [
    fault(
      'origin',
      'not-ready',
      `/api/ready answers ${ready.status}`,
      'see the findings on the database, and the log',
    ),
  ];
}

/** `secret` null: none was made yet, so no site can be running with it. */
export async function checkOrigin(origin: URL, secret: string | null): Promise<Finding[]> {
  if (secret === null)
    return [warning('origin', 'never-started', 'the site was never started here', 'npm start')];
  let answer: Response;
  try {
    answer = await ask(new URL(MIRROR_PATH, origin), mirrorRequest(secret, Date.now()));
  } catch (error) {
    return [
      fault(
        'origin',
        'origin-unreachable',
        `${origin.origin} cannot be reached from here (${wordsOf(error)})`,
        'start the site and the proxy, or correct FLOPMARK_ORIGIN',
      ),
    ];
  }
  if (answer.status >= 300 && answer.status < 400) {
    const to = answer.headers.get('Location') ?? 'elsewhere';
    return [
      fault(
        'origin',
        'origin-redirects',
        `${origin.origin} sends visitors on to ${to}`,
        'set FLOPMARK_ORIGIN to where they end',
      ),
    ];
  }
  const mirrored = mirroredSchema.safeParse(await answer.json().catch(() => null));
  if (!mirrored.success)
    return [
      fault(
        'origin',
        'other-site',
        `what answers at ${origin.origin} is not this instance (it answers ${answer.status})`,
        'correct FLOPMARK_ORIGIN or the proxy; every server of an instance needs the same FLOPMARK_SECRET',
      ),
    ];
  return [...checkHops(mirrored.data, origin), ...(await checkPages(origin))];
}
