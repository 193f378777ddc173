// Pages that are read, as they go out: Next writes the whole page a second time, as data for React,
// which wakes on applications alone (app/_client/entry.ts). Most of a document's bytes are that
// copy; here it is left out. What Next could not draw keeps it, because there React draws.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { APPLICATIONS } from '@/lib/edge/applications';
import { isPage } from './observed';
import { bytesOf } from './recorded';

const gzipped = promisify(gzip);

/** Files, routes of ours that answer no pages, and pictures that belong to a page. */
const NO_PAGE =
  /^\/(?:_next|ort|api|badge|embed|oembed|reports)(?:\/|$)|\/opengraph-image|\.[a-z0-9]+$/;

/** Whether what is asked for is a page on which React never wakes. */
export function isDocument({ method, url = '', headers }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1);
  return (
    method === 'GET' &&
    !NO_PAGE.test(path) &&
    !APPLICATIONS.includes(path) &&
    headers.rsc === undefined
  );
}

/** Whether whoever asks takes gzip. */
export const takesGzip = ({ headers }: IncomingMessage): boolean =>
  /\bgzip\b/.test(headers['accept-encoding'] ?? '');

const COPY = /<script[^>]*>\(?self\.__next_f\b.*?<\/script>/gs;

/** The text of a document without React's copy of it. */
export const withoutCopy = (html: string): string =>
  html.includes('id="__next_error__"') ? html : html.replace(COPY, '');

/**
 * Answers with a document that Next is about to write, without the copy, compressed for whoever
 * takes that. Call it before Next is asked.
 */
export function sendAsDocument(request: IncomingMessage, response: ServerResponse): void {
  const compressed = takesGzip(request);
  request.headers['accept-encoding'] = 'identity';
  const { end, writeHead } = response;
  const parts: Buffer[] = [];
  const take = (given: readonly unknown[]): void => void parts.push(bytesOf(given[0], given[1]));
  // Headers go out with the body, when its form is known.
  response.flushHeaders = () => undefined;
  response.writeHead = (status: number, ...rest: unknown[]): ServerResponse => {
    response.statusCode = status;
    for (const headers of rest)
      if (typeof headers === 'object' && headers !== null)
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return response;
  };
  const send = (body: Buffer): void => {
    response.writeHead = writeHead;
    response.setHeader('Content-Length', body.length);
    // Before the body: what is written meanwhile in place of an error's page is then the whole.
    response.writeHead(response.statusCode);
    Reflect.apply(end, response, [body]);
  };
  response.write = (...given: unknown[]): boolean => {
    take(given);
    return true;
  };
  response.end = (...given: unknown[]): ServerResponse => {
    take(given);
    const whole = Buffer.concat(parts);
    const body = isPage(response) ? Buffer.from(withoutCopy(whole.toString())) : whole;
    if (!compressed || !isPage(response)) send(body);
    else {
      response.setHeader('Content-Encoding', 'gzip');
      gzipped(body).then(send, (error: Error) => response.destroy(error));
    }
    return response;
  };
}
