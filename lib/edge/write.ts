// Writing through the API, the same for all of its routes: a body as its schema describes it, the key it is written under, and
// the request counted before anything costs.
import type { z } from '@/lib/core/zod';
import { err, ok, type Result } from '../core/result';
import { database } from '../db/client';
import type { Rejection } from '../submission/rejection';
import { submitterOf } from '../submission/ticket';
import { readJson } from './body';
import { isLab, secrets } from './environment';
import { countRequest, type LimitedRequest, type Requester } from './rate-limit';
import { problem } from './respond';

/** What a route takes. */
interface Writing<T> {
  readonly schema: z.ZodType<T>;
  readonly capBytes: number;
}

export interface Written<T> extends Requester {
  readonly body: T;
  /** Hash of the key that the body carries. */
  readonly submitter: string;
}

/** What was sent, not yet counted. */
export async function readWrite<T extends { readonly submitterKey: string }>(
  request: Request,
  { schema, capBytes }: Writing<T>,
): Promise<Result<Written<T>, Rejection>> {
  const body = await readJson(request, schema, capBytes);
  if (!body.ok) return body;
  const submitter = await submitterOf(body.value.submitterKey);
  const [secret] = secrets(process.env);
  return ok({ request, body: body.value, submitter, secret, lab: isLab(process.env) });
}

export interface Admitted<T> extends Written<T> {
  /** Of the answer: what is left of the limits. */
  readonly headers: Record<string, string>;
}

/** What was sent, counted; else the answer that refuses it. */
export async function admitWrite<T extends { readonly submitterKey: string }>(
  request: Request,
  writing: Writing<T> & { readonly kind: LimitedRequest },
): Promise<Result<Admitted<T>, Response>> {
  const written = await readWrite(request, writing);
  if (!written.ok) return err(problem(written.error));
  const { rejection, headers } = await countRequest(database(), writing.kind, written.value);
  return rejection === null ? ok({ ...written.value, headers }) : err(problem(rejection, { headers }));
}
