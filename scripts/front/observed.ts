// An answer as its headers go out: what its route told us alone is taken out, and the page of an
// error is replaced by one that needs no script. Everything that wraps the response later is
// outside of this.
import type { ServerResponse } from 'node:http';
import { FACTS_HEADER, readFacts, type SubmissionFacts } from '@/lib/watch/facts';
import type { ErrorPage } from './error-page';

export interface Observer {
  facts(facts: SubmissionFacts): void;
  /** In place of a page whose status is 500. */
  errorPage(): ErrorPage;
}

/** Of what Next was about to send, and untrue of what is sent instead. */
const OF_THE_BODY = [
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'etag',
  'vary',
  'link',
] as const;

/** Whether what goes out is a page, as its headers have it. */
export const isPage = (response: ServerResponse): boolean =>
  /^text\/html\b/.test(String(response.getHeader('content-type') ?? ''));

export function observe(response: ServerResponse, observer: Observer): void {
  const { setHeader, appendHeader, writeHead, write, end } = response;
  const isFacts = (name: string, value: unknown): boolean => {
    if (name.toLowerCase() !== FACTS_HEADER) return false;
    const facts = readFacts(String(value));
    if (facts !== null) observer.facts(facts);
    return true;
  };
  response.setHeader = (name, value) =>
    isFacts(name, value) ? response : setHeader.call(response, name, value);
  response.appendHeader = (name, value) =>
    isFacts(name, value) ? response : appendHeader.call(response, name, value);

  let replaced = false;
  const replace = (): void => {
    replaced = true;
    const { status, headers, body } = observer.errorPage();
    for (const name of OF_THE_BODY) response.removeHeader(name);
    for (const [name, value] of Object.entries(headers)) setHeader.call(response, name, value);
    response.statusCode = status;
    Reflect.apply(writeHead, response, [status]);
    if (response.req.method === 'HEAD') Reflect.apply(end, response, []);
    else Reflect.apply(end, response, [body]);
  };
  response.writeHead = (...given: unknown[]): ServerResponse => {
    if (replaced) return response;
    if (given[0] === 500 && isPage(response)) {
      replace();
      return response;
    }
    return Reflect.apply(writeHead, response, given);
  };
  response.write = (...given: unknown[]): boolean =>
    replaced || Reflect.apply(write, response, given);
  response.end = (...given: unknown[]): ServerResponse =>
    replaced ? response : Reflect.apply(end, response, given);
}
