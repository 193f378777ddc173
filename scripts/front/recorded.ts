// An answer as it goes out, recorded on its way. Whatever else wraps the response afterwards (Next
// compresses) is outside: what is recorded are the bytes that were sent.
import type { ServerResponse } from 'node:http';
import type { Answer } from './kept-answers';

/** Of the connection, not of the answer, or written anew each time. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'date',
  'x-request-id',
]);

/** The bytes of a chunk as `write` and `end` are given it; none for what is no chunk. */
export const bytesOf = (chunk: unknown, encoding: unknown): Buffer => {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0);
};

function headersOf(response: ServerResponse): Answer['headers'] {
  return Object.entries(response.getHeaders()).flatMap(([name, value]): Answer['headers'] =>
    value === undefined || OF_THE_CONNECTION.has(name)
      ? []
      : [[name, typeof value === 'number' ? String(value) : value]],
  );
}

/**
 * Calls `done` once: with the whole answer, or with null where it broke off or grew beyond
 * `mostBytes`.
 */
export function record(
  response: ServerResponse,
  mostBytes: number,
  done: (answer: Answer | null) => void,
): void {
  const parts: Buffer[] = [];
  let length = 0;
  let ended = false;
  const take = (chunk: unknown, encoding: unknown): void => {
    if (chunk === undefined || chunk === null || typeof chunk === 'function') return;
    const part = bytesOf(chunk, encoding);
    length += part.length;
    if (length <= mostBytes) parts.push(part);
  };
  const finish = (answer: Answer | null): void => {
    if (ended) return;
    ended = true;
    done(answer);
  };
  const { write, end } = response;
  response.write = function recordedWrite(this: ServerResponse, ...given: unknown[]) {
    take(given[0], given[1]);
    return Reflect.apply(write, this, given);
  };
  response.end = function recordedEnd(this: ServerResponse, ...given: unknown[]) {
    take(given[0], given[1]);
    const result = Reflect.apply(end, this, given);
    finish(
      length <= mostBytes
        ? { status: response.statusCode, headers: headersOf(response), body: Buffer.concat(parts) }
        : null,
    );
    return result;
  };
  response.once('close', () => finish(null));
}
