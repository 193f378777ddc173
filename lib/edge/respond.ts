// Answers of the API: JSON, and problem+json (RFC 9457) for everything refused. Writing is
// same-origin, so these carry no CORS header of their own; reads (lib/edge/read) add theirs.
import { REJECTIONS, type Rejection } from '../submission/rejection';

/** These answers are short: to compress one takes longer than to send it. */
const COMMON = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store, no-transform' };

export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer with the headers that every answer of the API has. */
export function json(body: unknown, { status = 200, headers = {} }: AnswerOptions = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...COMMON, 'Content-Type': 'application/json; charset=utf-8', ...headers },
  });
}

/** Seconds after which a refused request may be sent again, where nothing tells better. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 429: '3600', 503: '5' };

/** The answer to a refused request: the reason code, what was wrong and what to do. */
export function problem(
  { code, detail }: Rejection,
  { headers = {} }: Pick<AnswerOptions, 'headers'> = {},
): Response {
  const { status, title, remedy } = REJECTIONS[code];
  const retryAfter = RETRY_AFTER[status];
  return new Response(
    JSON.stringify({ type: `/docs/api#${code}`, title, status, code, detail, remedy }),
    {
      status,
      headers: {
        ...COMMON,
        ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
        'Content-Type': 'application/problem+json; charset=utf-8',
        ...headers,
      },
    },
  );
}

/** After a form: the browser fetches `path` (RFC 9110, 15.4.4). */
export const seeOther = (path: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status: 303, headers: { ...COMMON, Location: path, ...headers } });
