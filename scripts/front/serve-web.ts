// The web server of `npm start`: Next behind what a platform's edge does elsewhere. Addresses are
// those of the socket or of trusted proxies, answers that a shared cache may hold are kept, what
// has to be made anew is counted by network, and browsers are told to stay with https where the
// site has it. Every request has an id, a place in the meters and, where the log is of requests, a
// line in it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import next from 'next';
import { settings } from '@/lib/config/current';
import type { Log } from '@/lib/config/variables';
import { isKnownTag } from '@/lib/edge/etag';
import { networkOf } from '@/lib/edge/network';
import { problem } from '@/lib/edge/respond';
import { reject } from '@/lib/submission/rejection';
import { LIMITS } from '@/lib/submission/schema';
import { errorFields, logLine } from '@/lib/watch/log';
import { offerMeters } from '@/lib/watch/process-meters';
import { isRequestId, newRequestId, REQUEST_ID_HEADER } from '@/lib/watch/request-id';
import type { DatabaseReport } from '../database/watched';
import { root } from '../root';
import { admit } from './admit';
import { BUDGET, type Budget, bytesOf, createBudget, UPLOADS } from './budget';
import { isDocument, sendAsDocument, takesGzip } from './documents';
import { errorPage } from './error-page';
import { type Answer, createKeptAnswers } from './kept-answers';
import { createMeters } from './meters';
import { mirror } from './mirror';
import { observe } from './observed';
import { record } from './recorded';
import { routeNames } from './route-names';
import { type Asked, askedOf, isOnlyRead } from './routes';
import { STOPPING_MS } from './stopping';

export interface WebSettings {
  readonly host: string;
  readonly port: number;
  readonly trustedProxies: number;
  /** Whether the site is reached by https. */
  readonly https: boolean;
  /** A laboratory, whose load comes from one machine: nothing is refused. */
  readonly lab: boolean;
  readonly log: Log;
}

/** A year, as https://hstspreload.org asks for; subdomains may be others'. */
const STAY_WITH_HTTPS = 'max-age=31536000';
/** Lives of kept answers and budgets: a clock that is set back must not lengthen them. */
const now = (): number => performance.now();
/** How often a server that stops looks whether all is answered. */
const STOPPED_MS = 20;
const KEPT = { totalBytes: 32 * 2 ** 20, oneBytes: 2 ** 20 } as const;

/** Answers to these are of another form than the page of the same address. */
const OTHER_FORMS = [
  'rsc',
  'next-router-state-tree',
  'next-router-prefetch',
  'next-action',
  'range',
] as const;

/** After these the board is another one. */
const isChange = ({ method = 'GET', url = '' }: IncomingMessage): boolean =>
  !/^(?:GET|HEAD|OPTIONS)$/.test(method) && /^\/(?:api\/v1\/runs|admin)\b/.test(url);

/** Calls `then` when the answer begins to go out, with its status. */
function whenAnswered(response: ServerResponse, then: (status: number) => void): void {
  const { write, end } = response;
  let begun = false;
  const begin = (): void => {
    if (!begun) then(response.statusCode);
    begun = true;
  };
  response.write = (...given: unknown[]): boolean => {
    begin();
    return Reflect.apply(write, response, given);
  };
  response.end = (...given: unknown[]): ServerResponse => {
    begin();
    return Reflect.apply(end, response, given);
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  ageSeconds: number,
): void {
  const tag = answer.headers.find(([name]) => name.toLowerCase() === 'etag')?.[1];
  const known =
    typeof tag === 'string' && isKnownTag(request.headers['if-none-match'] ?? null, tag);
  response.statusCode = known ? 304 : answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader('Age', ageSeconds);
  if (known) response.end();
  else response.setHeader('Content-Length', answer.body.length).end(answer.body);
}

function refuse(
  response: ServerResponse,
  status: number,
  words: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers })
    .end(`${words}\n`);
}

/**
 * The id of a request: of a trusted proxy, or a new one. Whatever a client sends has no meaning.
 */
function nameRequest({ headers }: IncomingMessage, trustedProxies: number): string {
  const given = headers['x-request-id'];
  const id =
    trustedProxies > 0 && typeof given === 'string' && isRequestId(given) ? given : newRequestId();
  headers['x-request-id'] = id;
  return id;
}

export async function serveWeb({
  host,
  port,
  trustedProxies,
  https,
  lab,
  log,
}: WebSettings): Promise<void> {
  const site = next({ dev: false, dir: root, hostname: host, port, quiet: true });
  await site.prepare();
  const handle = site.getRequestHandler();
  const answers = createKeptAnswers(KEPT, now);
  const budget = createBudget(BUDGET);
  const uploads = createBudget(UPLOADS);
  const [secret] = settings().secrets;
  const meters = createMeters();
  offerMeters(meters.read);
  const routeOf = routeNames(join(root, process.env.FLOPMARK_DIST ?? '.next'));
  let databaseDown = false;
  process.on('message', ({ database }: { readonly database?: DatabaseReport }) => {
    if (database === undefined) return;
    databaseDown = database.down;
    meters.database(database);
  });

  const make = (request: IncomingMessage, response: ServerResponse): void => {
    if (isDocument(request)) sendAsDocument(request, response);
    handle(request, response).catch((error: unknown) => {
      logLine('error', 'web', {
        id: String(request.headers['x-request-id']),
        ...errorFields(error),
      });
      if (!response.headersSent) response.statusCode = 500;
      response.end();
    });
  };

  /** Seconds that the network of a request has to wait for so much of a budget; null for none. */
  const waitFor = (request: IncomingMessage, from: Budget, cost: number): number | null => {
    if (lab) return null;
    const wait = from.spend(networkOf(String(request.headers['x-forwarded-for'])), cost, now());
    if (wait !== null) meters.answered('refused');
    return wait;
  };

  /** True where the network has had too much made for it lately; then it has been told. */
  const isSpent = (
    request: IncomingMessage,
    response: ServerResponse,
    { cost }: Asked,
  ): boolean => {
    const wait = waitFor(request, budget, cost);
    if (wait === null) return false;
    refuse(response, 429, 'Too many pages in a short time.', {
      'Retry-After': String(wait),
      'Cache-Control': 'no-store',
    });
    return true;
  };

  /** True where the network has sent too much lately; then it has been told, and sends no more. */
  const isFlooding = (request: IncomingMessage, response: ServerResponse): boolean => {
    const wait = waitFor(request, uploads, bytesOf(request.headers, LIMITS.bodyBytes));
    if (wait === null) return false;
    const told = problem(
      reject('too-many-requests', 'too much was sent from this network in a short time'),
      { headers: { 'Retry-After': String(wait), Connection: 'close' } },
    );
    response.writeHead(told.status, Object.fromEntries(told.headers));
    told.text().then((text) => response.end(text));
    return true;
  };

  async function answerKept(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Asked,
  ): Promise<void> {
    const { headers } = request;
    const gzip = takesGzip(request);
    const key = `${gzip ? 'gzip' : 'plain'} ${asked.url}`;
    const looked = answers.look(key, now());
    if (looked.kind === 'kept') {
      meters.answered('kept');
      send(request, response, looked.answer, looked.ageSeconds);
      return;
    }
    if (looked.kind === 'under-way') {
      meters.answered('waited');
      const made = await looked.made;
      if (made !== null) send(request, response, made, 0);
      else if (!isSpent(request, response, asked)) make(request, response);
      return;
    }
    if (isSpent(request, response, asked)) {
      looked.done(null);
      return;
    }
    meters.answered('made');
    headers['accept-encoding'] = gzip ? 'gzip' : 'identity';
    // Everybody's answer, whatever this one has already.
    delete headers['if-none-match'];
    request.url = asked.url;
    record(response, KEPT.oneBytes, looked.done);
    make(request, response);
  }

  let underWay = 0;
  let stopping = false;

  /** Names the request, and writes down what became of it when its answer has gone out. */
  function watch(request: IncomingMessage, response: ServerResponse): void {
    const begunMs = performance.now();
    const { method = '', url = '' } = request;
    const id = nameRequest(request, trustedProxies);
    response.setHeader(REQUEST_ID_HEADER, id);
    observe(response, { facts: meters.stored, errorPage: () => errorPage(id, databaseDown) });
    underWay += 1;
    meters.begun();
    response.once('close', () => {
      underWay -= 1;
      const route = routeOf(url);
      const ms = performance.now() - begunMs;
      const status = response.statusCode;
      meters.ended({ route, method, status, seconds: ms / 1000 });
      if (log === 'requests' || status >= 500) {
        const level = status >= 500 ? 'error' : 'info';
        const whole = response.writableFinished;
        logLine(level, 'request', {
          id,
          method,
          route,
          status,
          ms: Math.round(ms * 10) / 10,
          whole,
        });
      }
      if (stopping) request.socket.end();
    });
  }

  const server = createServer((request, response) => {
    watch(request, response);
    if (https) response.setHeader('Strict-Transport-Security', STAY_WITH_HTTPS);
    if (mirror(request, response, secret, trustedProxies)) return;
    if (!admit(request, trustedProxies)) {
      refuse(response, 400, 'The Host header is none.', { Connection: 'close' });
      return;
    }
    if (isChange(request)) {
      whenAnswered(response, (status) => {
        if (status < 400) answers.clear();
      });
    }
    const reads = /^(?:GET|HEAD)$/.test(request.method ?? '');
    if (!reads && request.method !== 'OPTIONS' && isOnlyRead(request.url ?? '')) {
      refuse(response, 405, 'This address is only read.', {
        Allow: 'GET, HEAD, OPTIONS',
        'Cache-Control': 'no-store',
      });
      return;
    }
    if (!reads && isFlooding(request, response)) return;
    const asked = reads ? askedOf(request.url ?? '') : null;
    if (asked === null) make(request, response);
    else if (
      request.method === 'GET' &&
      OTHER_FORMS.every((name) => request.headers[name] === undefined)
    ) {
      answerKept(request, response, asked).catch((error: unknown) => {
        logLine('error', 'web', {
          id: String(request.headers['x-request-id']),
          ...errorFields(error),
        });
        response.destroy();
      });
    } else if (!isSpent(request, response, asked)) make(request, response);
  });
  // Nobody new is let in; who was, is answered. Connections on which nothing was ever asked are
  // waited for by nobody.
  const stop = (): void => {
    stopping = true;
    server.close();
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), STOPPING_MS).unref();
    setInterval(() => {
      if (underWay === 0) process.exit(0);
    }, STOPPED_MS);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
}
