// Reading of the public API, the same for all of its routes: open to every origin, counted per
// network, with a validator, and a problem document for whatever goes wrong.
import { firstIssue, z } from '@/lib/core/zod';
import { isDemo, settings } from '../config/current';
import { err, ok, type Result } from '../core/result';
import { database } from '../db/client';
import { type Rejection, reject } from '../submission/rejection';
import { CACHE_POLICIES, cacheControl } from './cache-policy';
import { etagOf, isKnown } from './etag';
import { rejectionOf } from './failed';
import { oneOf } from './parameters';
import { countRead, type Reading, requesterOf } from './rate-limit';
import { problem } from './respond';

const OPEN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Content-Disposition',
};

/** What a route finds: an answer, or why there is none. */
export interface Found {
  readonly body: string | ReadableStream<Uint8Array>;
  readonly type: string;
  /** Of a streamed body; of any other it is made from the body. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Finder = () => Promise<Result<Found, Rejection>>;

/** A value as the JSON answer of a route that reads. */
export const foundJson = (body: unknown, headers?: Found['headers']): Result<Found, Rejection> =>
  ok({
    body: JSON.stringify(body),
    type: 'application/json; charset=utf-8',
    ...(headers && { headers }),
  });

/** The query as `schema` describes it; values of enumerations in any case. */
export function readQuery<T>(
  request: Request,
  schema: z.ZodObject & z.ZodType<T>,
): Result<T, Rejection> {
  const given = [...new URL(request.url).searchParams].map(([key, text]): [string, string] => {
    const values = valuesOf(Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined);
    const found = values === null ? null : oneOf(values, text);
    return [key, found?.ok === true ? found.value : text];
  });
  const query = schema.safeParse(Object.fromEntries(given));
  if (query.success) return ok(query.data);
  return err(reject('invalid-query', firstIssue(query.error, 'query')));
}

/** The values of an enumeration, whatever stands around it; null where the schema is none. */
function valuesOf(schema: unknown): readonly string[] | null {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return valuesOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? valuesOf(schema.in) : null;
}

async function answer(
  request: Request,
  { body, type, etag, headers }: Found,
  counted: Record<string, string>,
) {
  const tag = etag ?? (await etagOf(String(body)));
  const common = {
    ...OPEN,
    ...counted,
    ...headers,
    'Cache-Control': cacheControl(CACHE_POLICIES.page),
    'X-Content-Type-Options': 'nosniff',
    ETag: tag,
    ...(isDemo() && { 'X-Flopmark-Data': 'generated' }),
  };
  if (!isKnown(request, tag))
    return new Response(body, { headers: { ...common, 'Content-Type': type } });
  if (typeof body !== 'string') await body.cancel();
  return new Response(null, { status: 304, headers: common });
}

/** Answers a read with what `find` finds, within the limits of its kind. */
export async function openRead(request: Request, kind: Reading, find: Finder): Promise<Response> {
  try {
    const counted = await countRead(database(), kind, requesterOf(request, settings()));
    const found = counted.rejection === null ? await find() : err(counted.rejection);
    if (found.ok) return await answer(request, found.value, counted.headers);
    return problem(found.error, { headers: { ...OPEN, ...counted.headers } });
  } catch (error) {
    return problem(rejectionOf(request, error), { headers: OPEN });
  }
}

const preflight = (methods: string, headers: string): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...OPEN,
      Allow: `${methods}, OPTIONS`,
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': headers,
      'Access-Control-Max-Age': '86400',
    },
  });

/** Asked by a browser before it reads with a validator from another origin. */
export const openPreflight = (): Response => preflight('GET, HEAD', 'If-None-Match');

/** Asked by a browser before it sends what a question is about. */
export const openQuestionPreflight = (): Response => preflight('POST', 'Content-Type');
