// The web server of `npm start`: Next behind what a platform's edge does elsewhere. Addresses are those of the socket or of
// trusted proxies, answers that a shared cache may hold are kept, what has to be made anew is counted by network, and
// browsers are told to stay with https where the site has it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { isKnownTag } from '@/lib/edge/etag';
import { networkOf } from '@/lib/edge/network';
import { root } from '../root';
import { admit } from './admit';
import { BUDGET, createBudget } from './budget';
import { type Answer, createKeptAnswers } from './kept-answers';
import { record } from './recorded';
import { type Asked, askedOf, isOnlyRead } from './routes';

export interface WebSettings {
  readonly host: string;
  readonly port: number;
  readonly trustedProxies: number;
  /** Whether the site is reached by https. */
  readonly https: boolean;
  /** A laboratory, whose load comes from one machine: nothing is refused. */
  readonly lab: boolean;
}

/** A year, as https://hstspreload.org asks for; subdomains may be others'. */
const STAY_WITH_HTTPS = 'max-age=31536000';
/** What is under way when the server is stopped may take this long. */
const STOPPING_MS = 3_000;
const KEPT = { totalBytes: 32 * 2 ** 20, oneBytes: 2 ** 20 } as const;

/** Answers to these are of another form than the page of the same address. */
const OTHER_FORMS = ['rsc', 'next-router-state-tree', 'next-router-prefetch', 'next-action', 'range'] as const;

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

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, ageSeconds: number): void {
  const tag = answer.headers.find(([name]) => name.toLowerCase() === 'etag')?.[1];
  const known = typeof tag === 'string' && isKnownTag(request.headers['if-none-match'] ?? null, tag);
  response.statusCode = known ? 304 : answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader('Age', ageSeconds);
  if (known) response.end();
  else response.setHeader('Content-Length', answer.body.length).end(answer.body);
}

function refuse(response: ServerResponse, status: number, words: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(`${words}\n`);
}

export async function serveWeb({ host, port, trustedProxies, https, lab }: WebSettings): Promise<void> {
  const site = next({ dev: false, dir: root, hostname: host, port, quiet: true });
  await site.prepare();
  const handle = site.getRequestHandler();
  const answers = createKeptAnswers(KEPT, Date.now);
  const budget = createBudget(BUDGET);

  const make = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      console.error('web:', error);
      if (!response.headersSent) response.statusCode = 500;
      response.end();
    });
  };

  /** True where the network has had too much made for it lately; then it has been told. */
  const isSpent = (request: IncomingMessage, response: ServerResponse, { cost }: Asked): boolean => {
    if (lab) return false;
    const wait = budget.spend(networkOf(String(request.headers['x-forwarded-for'])), cost, Date.now());
    if (wait === null) return false;
    refuse(response, 429, 'Too many pages in a short time.', {
      'Retry-After': String(wait),
      'Cache-Control': 'no-store',
    });
    return true;
  };

  async function answerKept(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    const { headers } = request;
    const gzip = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
    const key = `${gzip ? 'gzip' : 'plain'} ${asked.url}`;
    const looked = answers.look(key, Date.now());
    if (looked.kind === 'kept') {
      send(request, response, looked.answer, looked.ageSeconds);
      return;
    }
    if (looked.kind === 'under-way') {
      const made = await looked.made;
      if (made !== null) send(request, response, made, 0);
      else if (!isSpent(request, response, asked)) make(request, response);
      return;
    }
    if (isSpent(request, response, asked)) {
      looked.done(null);
      return;
    }
    headers['accept-encoding'] = gzip ? 'gzip' : 'identity';
    // Everybody's answer, whatever this one has already.
    delete headers['if-none-match'];
    request.url = asked.url;
    record(response, KEPT.oneBytes, looked.done);
    make(request, response);
  }

  const server = createServer((request, response) => {
    if (https) response.setHeader('Strict-Transport-Security', STAY_WITH_HTTPS);
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
      refuse(response, 405, 'This address is only read.', { Allow: 'GET, HEAD, OPTIONS', 'Cache-Control': 'no-store' });
      return;
    }
    const asked = reads ? askedOf(request.url ?? '') : null;
    if (asked === null) make(request, response);
    else if (request.method === 'GET' && OTHER_FORMS.every((name) => request.headers[name] === undefined)) {
      answerKept(request, response, asked).catch((error: unknown) => {
        console.error('web:', error);
        response.destroy();
      });
    } else if (!isSpent(request, response, asked)) make(request, response);
  });
  const stop = (): void => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), STOPPING_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
}
