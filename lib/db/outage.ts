// Whether a statement failed because the database is away, full, slow or at its limit: then
// nothing is wrong with the request, and it may be sent again. By SQLSTATE where the server could
// still speak (postgresql.org/docs/18/errcodes-appendix.html), by what sockets say where it could
// not.
import { codeOf, rootCause } from '../watch/log';

const READ_ONLY = '25006';

/** In words that follow "the database ". */
const BY_STATE: readonly (readonly [prefix: string, words: string])[] = [
  ['53100', 'has no room left on its disk'],
  ['53300', 'has as many connections as it allows'],
  ['53', 'has run out of a resource'],
  ['57014', 'took too long to answer'],
  ['57P', 'is stopping or starting'],
  ['58', 'cannot read or write its files'],
  ['08', 'cannot be reached'],
  [READ_ONLY, 'takes no writes at present'],
  ['25P', 'gave a transaction up that had waited too long'],
  ['40', 'was too busy with others'],
  ['55P03', 'was too busy with others'],
];

/** Whether the database answers what is asked and takes no writes, as while its disk is full. */
export const takesNoWrites = (error: unknown): boolean => codeOf(rootCause(error)) === READ_ONLY;

const SOCKET_CODES = /^(?:ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What drivers say of a connection that broke or never was: they give such errors no code. */
const SOCKET_WORDS =
  /connection (?:terminated|timeout|closed|is broken)|closed the connection|timeout exceeded|websocket/i;

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What is the matter with the database, to follow "the database "; null for any other fault. */
export function outageOf(error: unknown): string | null {
  const cause = rootCause(error);
  if (typeof cause !== 'object' || cause === null) return null;
  const code = codeOf(cause) ?? '';
  if (SQLSTATE.test(code) && !SOCKET_CODES.test(code))
    return BY_STATE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? null;
  const message = 'message' in cause ? String(cause.message) : '';
  // A WebSocket that cannot be opened is reported by an event, which is no error.
  const isEvent = !(cause instanceof Error) && 'type' in cause && cause.type === 'error';
  return SOCKET_CODES.test(code) || SOCKET_WORDS.test(message) || isEvent
    ? 'cannot be reached'
    : null;
}
