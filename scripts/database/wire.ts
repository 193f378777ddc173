// The part of the Postgres wire protocol (version 3,
// postgresql.org/docs/18/protocol-message-formats.html) that a bridge must understand: where
// messages begin and end, and a few that it answers or rewrites itself.

const TEXT = new TextEncoder();
const DECODER = new TextDecoder();

/**
 * A frontend or backend message: type byte (0 for the untyped startup messages) and the whole of
 * its bytes.
 */
export interface Message {
  readonly type: number;
  readonly bytes: Uint8Array;
}

export const TYPE = {
  query: 0x51,
  parse: 0x50,
  bind: 0x42,
  describe: 0x44,
  execute: 0x45,
  close: 0x43,
  flush: 0x48,
  sync: 0x53,
  terminate: 0x58,
  password: 0x70,
  readyForQuery: 0x5a,
  error: 0x45,
} as const;

/**
 * No message of ours is larger; a longer length means a stream that is not Postgres, or an attack
 * on memory.
 */
const MESSAGE_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Cuts a byte stream into messages. `push` returns the whole messages so far; throws on an absurd
 * length.
 */
export class MessageReader {
  private pending: Uint8Array = new Uint8Array(0);
  private typed: boolean;

  /** `typed`: false while the first, untyped startup message is awaited. */
  constructor(typed: boolean) {
    this.typed = typed;
  }

  push(chunk: Uint8Array): Message[] {
    const joined = new Uint8Array(this.pending.length + chunk.length);
    joined.set(this.pending);
    joined.set(chunk, this.pending.length);
    const view = new DataView(joined.buffer);
    const messages: Message[] = [];
    let offset = 0;
    for (;;) {
      const header = this.typed ? 5 : 4;
      if (joined.length - offset < header) break;
      const length = view.getInt32(offset + header - 4) + header - 4;
      if (length < header || length > MESSAGE_LIMIT_BYTES)
        throw new RangeError(`message of ${length} bytes`);
      if (joined.length - offset < length) break;
      messages.push({
        type: this.typed ? joined[offset] : 0,
        bytes: joined.slice(offset, offset + length),
      });
      this.typed = true;
      offset += length;
    }
    this.pending = joined.slice(offset);
    return messages;
  }
}

/** Type, length and status. */
const READY_BYTES = 6;

/**
 * The transaction status in the ReadyForQuery that ends a reply: 'I' idle, 'T' in a transaction,
 * 'E' in a failed one. Null where it ends otherwise.
 */
export function lastStatus(reply: Uint8Array): string | null {
  const ready = reply.subarray(reply.length - READY_BYTES);
  return ready.length === READY_BYTES && ready[0] === TYPE.readyForQuery
    ? String.fromCharCode(ready[5])
    : null;
}

/** A server that sends this ends, and is not heard of again. */
const PANIC = 'PANIC';

/**
 * What Postgres says as it ends itself; null where the reply is like any other. Only a reply that
 * does not end in ReadyForQuery is looked through.
 */
export function endedItself(reply: Uint8Array): string | null {
  if (lastStatus(reply) !== null) return null;
  const errors = new MessageReader(true).push(reply).filter(({ type }) => type === TYPE.error);
  for (const { bytes } of errors) {
    const fields = DECODER.decode(bytes.subarray(5)).split('\0');
    if (fields.includes(`S${PANIC}`))
      return fields.find((field) => field.startsWith('M'))?.slice(1) ?? PANIC;
  }
  return null;
}

function typed(type: string, ...parts: (Uint8Array | string | number)[]): Uint8Array {
  const encoded = parts.map((part) => {
    if (part instanceof Uint8Array) return part;
    if (typeof part === 'string') return TEXT.encode(`${part}\0`);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, part);
    return bytes;
  });
  const length = encoded.reduce((sum, part) => sum + part.length, 4);
  const message = new Uint8Array(length + 1);
  message[0] = type.charCodeAt(0);
  new DataView(message.buffer).setInt32(1, length);
  let offset = 5;
  for (const part of encoded) {
    message.set(part, offset);
    offset += part.length;
  }
  return message;
}

export const query = (sql: string): Uint8Array => typed('Q', sql);
export const askPassword = (): Uint8Array => typed('R', 3);
export const readyIdle = (): Uint8Array => typed('Z', Uint8Array.of(0x49));

/** What a server says after a successful login, up to and including ReadyForQuery. */
export function welcome(serverVersion: string): Uint8Array[] {
  const settings = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  };
  return [
    typed('R', 0),
    ...Object.entries(settings).map(([name, value]) => typed('S', name, value)),
    typed('K', 0, 0),
    readyIdle(),
  ];
}

/** An ErrorResponse of severity FATAL or ERROR with an SQLSTATE. */
export function failure(severity: 'ERROR' | 'FATAL', code: string, text: string): Uint8Array {
  return typed('E', `S${severity}`, `V${severity}`, `C${code}`, `M${text}`, Uint8Array.of(0));
}

export function passwordOf(message: Message): string {
  return DECODER.decode(message.bytes.subarray(5, message.bytes.length - 1));
}

function textEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(0, start);
  if (end < 0) throw new RangeError('unterminated string');
  return end;
}

/**
 * The same message with its named statement or portal prefixed, so that connections cannot see each
 * other's.
 */
export function withPrefix(message: Message, prefix: string): Uint8Array {
  const { type, bytes } = message;
  const rename = (start: number): Uint8Array => {
    const end = textEnd(bytes, start);
    if (end === start) return bytes.subarray(start, end + 1);
    return TEXT.encode(`${prefix}${DECODER.decode(bytes.subarray(start, end))}\0`);
  };
  const letter = String.fromCharCode(type);
  switch (type) {
    case TYPE.parse:
    case TYPE.execute:
      return typed(letter, rename(5), bytes.subarray(textEnd(bytes, 5) + 1));
    case TYPE.bind: {
      const statement = textEnd(bytes, 5) + 1;
      return typed(
        letter,
        rename(5),
        rename(statement),
        bytes.subarray(textEnd(bytes, statement) + 1),
      );
    }
    case TYPE.describe:
    case TYPE.close:
      return typed(letter, bytes.subarray(5, 6), rename(6));
    default:
      return bytes;
  }
}
