// Answers of the API: JSON, and problem+json (RFC 9457) for everything refused. Reading is open to any origin; writing is
// same-origin, so write answers carry no CORS header.
import { REJECTIONS, type Rejection } from '../submission/rejection';

const COMMON = { 'X-Content-Type-Options': 'nosniff' };

export interface AnswerOptions {
  readonly status?: number;
  /** Cache-Control; default: not stored. */
  readonly cache?: string;
  /** Readable from other origins. */
  readonly open?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(
  body: unknown,
  { status = 200, cache = 'no-store', open = false, headers = {} }: AnswerOptions = {},
) {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...COMMON,
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': cache,
      ...(open ? { 'Access-Control-Allow-Origin': '*' } : {}),
      ...headers,
    },
  });
}

/** The answer to a refused request: the reason code, what was wrong and what to do. */
export function problem({ code, detail }: Rejection, { open = false }: Pick<AnswerOptions, 'open'> = {}): Response {
  const { status, title, remedy } = REJECTIONS[code];
  return new Response(JSON.stringify({ type: `/docs/api#${code}`, title, status, code, detail, remedy }), {
    status,
    headers: {
      ...COMMON,
      ...(status === 429 ? { 'Retry-After': '3600' } : {}),
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(open ? { 'Access-Control-Allow-Origin': '*' } : {}),
    },
  });
}

/** After a form: the browser fetches `path` (RFC 9110, 15.4.4). */
export const seeOther = (path: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status: 303, headers: { ...COMMON, Location: path, 'Cache-Control': 'no-store', ...headers } });
