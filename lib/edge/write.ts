// Writing through the API, the same for all of its routes: a body as its schema describes it, the
// key it is written under, and the request counted before anything costs.
import { firstIssue, type z } from '@/lib/core/zod';
import { isDemo, settings } from '../config/current';
import { err, ok, type Result } from '../core/result';
import { database } from '../db/client';
import { SUBMITTER_HEADER } from '../submission/proof';
import { type Rejection, reject } from '../submission/rejection';
import { submitterKeySchema } from '../submission/schema';
import { submitterOf } from '../submission/ticket';
import { checkedBy, readBytes, readJsonBytes, readValue } from './body';
import {
  countKey,
  countRequest,
  joined,
  type LimitedRequest,
  type Requester,
  requesterOf,
} from './rate-limit';
import { problem } from './respond';

/** What a route takes. */
interface Writing<T> {
  readonly schema: z.ZodType<T>;
  readonly capBytes: number;
  /** Of a body that is long to check: whether it is to be checked at all. */
  readonly admits?: (value: unknown) => Promise<Result<unknown, Rejection>>;
}

/** A body of so many bytes is long to check. */
const LONG_BYTES = 128 * 1024;

export interface Written<T> extends Requester {
  readonly body: T;
  /** Hash of the key that it is written under. */
  readonly submitter: string;
}

/** Where all runs are generated nothing is written. */
const GENERATED = reject(
  'example-data',
  'its runs are generated, and people’s never mix with them',
);

/** What was sent. Its network has been counted before. */
export async function readWrite<T extends { readonly submitterKey: string }>(
  requester: Requester,
  { schema, capBytes, admits }: Writing<T>,
): Promise<Result<Written<T>, Rejection>> {
  if (isDemo()) return err(GENERATED);
  const bytes = await readJsonBytes(requester.request, capBytes);
  if (!bytes.ok) return bytes;
  const value = readValue(bytes.value);
  if (!value.ok) return value;
  const admitted = bytes.value.length > LONG_BYTES ? await admits?.(value.value) : undefined;
  if (admitted?.ok === false) return admitted;
  const body = checkedBy(schema, value.value);
  if (!body.ok) return body;
  return ok({
    ...requester,
    body: body.value,
    submitter: await submitterOf(body.value.submitterKey),
  });
}

export interface Admitted<T> extends Written<T> {
  /** Of the answer: what is left of the limits. */
  readonly headers: Record<string, string>;
}

interface WritingBytes {
  readonly kind: LimitedRequest;
  readonly capBytes: number;
  /** Whether anything waits for bytes under this key: megabytes are not read for nothing. */
  awaited(submitter: string): Promise<Result<null, Rejection>>;
}

/** Bytes written under the key that a header names: both are counted before any of them is read. */
export async function admitBytes(
  request: Request,
  { kind, capBytes, awaited }: WritingBytes,
): Promise<Result<Admitted<Uint8Array>, Response>> {
  if (isDemo()) return err(problem(GENERATED));
  const requester = requesterOf(request, settings());
  const byNetwork = await countRequest(database(), kind, requester);
  if (byNetwork.rejection !== null) return err(problem(byNetwork.rejection, byNetwork));
  const key = submitterKeySchema.safeParse(request.headers.get(SUBMITTER_HEADER));
  if (!key.success) {
    const wrong = firstIssue(key.error, SUBMITTER_HEADER).slice(0, 300);
    return err(problem(reject('invalid-body', wrong), byNetwork));
  }
  const submitter = await submitterOf(key.data);
  const byKey = await countKey(database(), kind, submitter, requester.lab);
  const headers = joined(byNetwork.headers, byKey.headers);
  if (byKey.rejection !== null) return err(problem(byKey.rejection, { headers }));
  const waits = await awaited(submitter);
  if (!waits.ok) return err(problem(waits.error, { headers }));
  const body = await readBytes(request, capBytes);
  return body.ok
    ? ok({ ...requester, submitter, body: body.value, headers })
    : err(problem(body.error, { headers }));
}

/**
 * What was sent, counted by its network before it was read and by its key after; else the answer
 * that refuses it.
 */
export async function admitWrite<T extends { readonly submitterKey: string }>(
  request: Request,
  { kind, ...writing }: Writing<T> & { readonly kind: LimitedRequest },
): Promise<Result<Admitted<T>, Response>> {
  if (isDemo()) return err(problem(GENERATED));
  const requester = requesterOf(request, settings());
  const byNetwork = await countRequest(database(), kind, requester);
  if (byNetwork.rejection !== null) return err(problem(byNetwork.rejection, byNetwork));
  const written = await readWrite(requester, writing);
  if (!written.ok) return err(problem(written.error, byNetwork));
  const byKey = await countKey(database(), kind, written.value.submitter, requester.lab);
  const headers = joined(byNetwork.headers, byKey.headers);
  return byKey.rejection === null
    ? ok({ ...written.value, headers })
    : err(problem(byKey.rejection, { headers }));
}
