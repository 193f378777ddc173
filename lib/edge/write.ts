// Writing through the API, the same for all of its routes: a body as its schema describes it, the key it is written under, and
// the request counted before anything costs.
import { firstIssue, type z } from '@/lib/core/zod';
import { err, ok, type Result } from '../core/result';
import { database } from '../db/client';
import { SUBMITTER_HEADER } from '../submission/proof';
import { type Rejection, reject } from '../submission/rejection';
import { submitterKeySchema } from '../submission/schema';
import { submitterOf } from '../submission/ticket';
import { readBytes, readJson } from './body';
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
  /** Hash of the key that it is written under. */
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

/** Bytes written under the key that a header names: counted before any of them is read. */
export async function admitBytes(
  request: Request,
  { kind, capBytes }: { readonly kind: LimitedRequest; readonly capBytes: number },
): Promise<Result<Admitted<Uint8Array>, Response>> {
  const key = submitterKeySchema.safeParse(request.headers.get(SUBMITTER_HEADER));
  if (!key.success) return err(problem(reject('invalid-body', firstIssue(key.error, SUBMITTER_HEADER).slice(0, 300))));
  const submitter = await submitterOf(key.data);
  const [secret] = secrets(process.env);
  const requester = { request, submitter, secret, lab: isLab(process.env) };
  const { rejection, headers } = await countRequest(database(), kind, requester);
  if (rejection !== null) return err(problem(rejection, { headers }));
  const body = await readBytes(request, capBytes);
  return body.ok ? ok({ ...requester, body: body.value, headers }) : err(problem(body.error, { headers }));
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
