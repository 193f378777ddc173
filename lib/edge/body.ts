// Reads a body that a stranger sent: counted while it streams, parsed only when it is small enough,
// then checked against its schema.
import { firstIssue, type z } from '@/lib/core/zod';
import { concatBytes } from '../core/bytes';
import { hasAtMostNames } from '../core/json-names';
import { err, ok, type Result } from '../core/result';
import { type Rejection, reject } from '../submission/rejection';

async function readCapped(request: Request, capBytes: number): Promise<Uint8Array | null> {
  const declared = Number(request.headers.get('Content-Length') ?? 0);
  if (declared > capBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    length += part.value.length;
    if (length > capBytes) {
      // Not awaited: behind a body of unknown length it was seen never to resolve.
      void reader?.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return concatBytes(chunks);
}

/** The bytes of a body that is no text. At most `capBytes` are ever held. */
export async function readBytes(
  request: Request,
  capBytes: number,
): Promise<Result<Uint8Array, Rejection>> {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^application\/octet-stream\b/i.test(type))
    return err(reject('not-bytes', `Content-Type is '${type.slice(0, 80)}'`));
  const bytes = await readCapped(request, capBytes);
  return bytes === null ? err(reject('too-large', `more than ${capBytes} bytes`)) : ok(bytes);
}

/** The fields of a form as browsers send it. At most `capBytes` are ever held. */
export async function readForm(
  request: Request,
  capBytes: number,
): Promise<Result<URLSearchParams, Rejection>> {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type))
    return err(reject('not-a-form', `Content-Type is '${type.slice(0, 80)}'`));
  const bytes = await readCapped(request, capBytes);
  if (bytes === null) return err(reject('too-large', `more than ${capBytes} bytes`));
  return ok(new URLSearchParams(new TextDecoder().decode(bytes)));
}

/** The bytes of a body that says it is JSON. At most `capBytes` are ever held. */
export async function readJsonBytes(
  request: Request,
  capBytes: number,
): Promise<Result<Uint8Array, Rejection>> {
  if (!/^application\/json\b/i.test(request.headers.get('Content-Type') ?? '')) {
    return err(
      reject(
        'not-json',
        `Content-Type is '${request.headers.get('Content-Type')?.slice(0, 80) ?? ''}'`,
      ),
    );
  }
  const bytes = await readCapped(request, capBytes);
  return bytes === null ? err(reject('too-large', `more than ${capBytes} bytes`)) : ok(bytes);
}

/** In the objects of a body, all together: a run has some three hundred. */
const MOST_NAMES = 2000;

/** What the bytes say, whatever it is. */
export function readValue(bytes: Uint8Array): Result<unknown, Rejection> {
  if (!hasAtMostNames(bytes, MOST_NAMES))
    return err(reject('invalid-body', `more than ${MOST_NAMES} different names`));
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    return err(
      reject('malformed-json', error instanceof Error ? error.message.slice(0, 200) : 'not JSON'),
    );
  }
}

/** A value as `schema` describes it. */
export function checkedBy<T>(schema: z.ZodType<T>, value: unknown): Result<T, Rejection> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(reject('invalid-body', firstIssue(parsed.error, 'body').slice(0, 300)));
}

/** What the bytes say, as `schema` describes it. */
export function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>): Result<T, Rejection> {
  const value = readValue(bytes);
  return value.ok ? checkedBy(schema, value.value) : value;
}
