// Requests that nobody should send, drawn by fast-check: wrong methods, ids, queries, content types
// and bodies, among them bodies that are almost right.
import fc from 'fast-check';
import type { Target } from './targets';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'] as const;

const TRICKY = [
  '',
  '\u0000',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%00',
  '%2e%2e%2f',
  '\u202e',
  '😀'.repeat(40),
  '\ud800',
  "' or 1=1; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  'NaN',
  '-1',
  '1e999',
  '99999999999999999999999',
  'a'.repeat(5000),
] as const;

const text = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 30 }),
);

const odd: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom(null, true, -0, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 5e-324, [], {}),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String),
  fc.dictionary(text, fc.constantFrom(1, 'x', null), { maxKeys: 4 }),
  fc.array(fc.constantFrom(0, 'x', null, {}), { maxLength: 20 }),
);

/**
 * Of the kind of what stands there, so that it comes past the form and as far as the arithmetic,
 * the rules and the columns.
 */
const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    0.5,
    1e-6,
    5e-324,
    1e-320,
    2 ** 31,
    2 ** 32,
    3_600_000,
    1e15,
    1e308,
    -1,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0, max: 100, noNaN: true }),
  fc.nat(),
);
function alike(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === 'number')
    return fc.oneof(
      number,
      number.map((factor) => value * factor),
    );
  if (typeof value === 'string')
    return fc.oneof(
      text,
      text.map((more) => `${value}${more}`),
    );
  if (typeof value === 'boolean') return fc.boolean();
  if (Array.isArray(value))
    return fc.constantFrom([], value.slice(1), [...value, ...value.slice(0, 1)]);
  if (value === null) return fc.oneof(number, text);
  return fc.tuple(text, number).map(([key, added]) => ({ ...(value as object), [key]: added }));
}

/** Every place in a JSON value, as the keys that lead there. */
function placesOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, key]))];
}

const valueAt = (value: unknown, place: readonly string[]): unknown =>
  place.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key],
    value,
  );

/** The value with what stands at `at` replaced, removed (undefined) or added to. */
function changed(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value))
    return value.map((inner, i) => (String(i) === key ? changed(inner, rest, put) : inner));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: changed(object[key], rest, put) };
}

function mutated(body: unknown): fc.Arbitrary<string> {
  const places = placesOf(body);
  const change = fc
    .constantFrom(...places)
    .chain((place) =>
      fc.tuple(
        fc.constant(place),
        fc.oneof(
          { weight: 6, arbitrary: alike(valueAt(body, place)) },
          { weight: 4, arbitrary: odd },
          fc.constant(undefined),
        ),
      ),
    );
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const value = changes.reduce<unknown>((now, [place, put]) => {
      try {
        return changed(now, place, put);
      } catch {
        // An earlier change took away what this one was to go into.
        return now;
      }
    }, body);
    return JSON.stringify(value) ?? '';
  });
}

const nested = fc
  .tuple(fc.constantFrom(['[', ']'], ['{"a":', '}']), fc.integer({ min: 10, max: 50_000 }))
  .map(
    ([[open, close], depth]) =>
      open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth),
  );

const polluting = fc.constantFrom(
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"a":1,"a":2,"__proto__":null}',
  `{"n":${'9'.repeat(4000)}}`,
  '{"n":1e400,"m":-1e400}',
  '"\\ud800"',
  '\ufeff{}',
  '{"schema":1',
);

/** Bytes with some of them altered, cut off or added. */
const mutatedBytes = (body: Uint8Array): fc.Arbitrary<Buffer> =>
  fc
    .record({
      altered: fc.array(fc.tuple(fc.nat(Math.max(0, body.length - 1)), fc.nat(255)), {
        maxLength: 20,
      }),
      cut: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(body.length)),
      added: fc.oneof(
        { weight: 6, arbitrary: fc.constant(new Uint8Array()) },
        fc.uint8Array({ maxLength: 300 }),
      ),
    })
    .map(({ altered, cut, added }) => {
      const bytes = Buffer.from(body);
      for (const [at, byte] of altered) bytes[at] = byte;
      return Buffer.concat([bytes.subarray(0, body.length - cut), added]);
    });

const LARGEST_BYTES = 10_000_000;

const bodyOf = ({ body }: Target): fc.Arbitrary<Buffer | null> =>
  fc.oneof(
    {
      weight: body === null ? 1 : 12,
      arbitrary:
        body instanceof Uint8Array
          ? mutatedBytes(body)
          : mutated(body).map((json) => Buffer.from(json)),
    },
    { weight: 2, arbitrary: fc.json({ maxDepth: 4 }).map((json) => Buffer.from(json)) },
    { weight: 2, arbitrary: polluting.map((json) => Buffer.from(json)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: nested.map((json) => Buffer.from(json)) },
    { weight: 1, arbitrary: fc.constant(null) },
  );

const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'APPLICATION/JSON',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json, text/html',
  '',
] as const;

/**
 * What may stand in a header: everything else is refused by any HTTP parser before a route is
 * reached.
 */
const headerValue = fc
  .string({ maxLength: 60 })
  .map((value) => value.replace(/[^\t\x20-\x7e]/g, ''));

const headers = fc
  .record(
    {
      'Content-Type': fc.oneof(
        { weight: 8, arbitrary: fc.constant('application/json') },
        fc.constantFrom(...TYPES),
      ),
      Origin: fc.constantFrom('https://elsewhere.example', 'null', 'not a url'),
      Cookie: headerValue.map((value) => `flopmark-admin=${value}`),
      'X-Forwarded-For': headerValue,
      'If-None-Match': headerValue,
      'Accept-Encoding': headerValue,
      Range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'x'),
      'Transfer-Encoding': fc.constant('chunked'),
    },
    { requiredKeys: ['Content-Type'] },
  )
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')));

/** Any text as it may stand in a path; lone surrogates cannot be encoded and are left out. */
const encoded = (value: string): string => encodeURIComponent(value.replace(/\p{Cs}/gu, ''));

const idOf = ({ id }: Target): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(id) },
    text.map(encoded),
    fc.constantFrom('%', '%zz', '%c0%ae', '..%2f..', '%ff%fe', '0'.repeat(4000), '.', 'x.svg.svg'),
  );

const queryOf = ({ query }: Target): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom('x', ...query), text), text), { maxLength: 4 })
    .map((pairs) => pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&'))
    .chain((good) => fc.constantFrom(good, good, good, `${good}&%zz=%`, '=&&=&'));

export const requestTo = (target: Target): fc.Arbitrary<FuzzRequest> =>
  fc
    .record({
      method: fc.oneof(
        { weight: 3, arbitrary: fc.constant(target.body === null ? 'GET' : 'POST') },
        fc.constantFrom(...METHODS),
      ),
      id: idOf(target),
      query: queryOf(target),
      headers: headers.map((drawn) => ({ ...drawn, ...target.headers })),
      body: bodyOf(target),
    })
    .map(({ method, id, query, headers: sent, body }) => ({
      method,
      path: `${target.path.replaceAll('{id}', id)}${query === '' ? '' : `?${query}`}`,
      headers: sent,
      body: method === 'GET' || method === 'HEAD' ? null : body,
    }));

/** Every tricky text under every name that means something: too few to leave to chance. */
export const trickyQueries = (target: Target): FuzzRequest[] =>
  target.query.flatMap((name) =>
    TRICKY.map((value) => ({
      method: 'GET',
      path: `${target.path.replaceAll('{id}', target.id)}?${name}=${encoded(value)}`,
      headers: {},
      body: null,
    })),
  );

/** Too large to draw many of: sent once to each route that reads a body. */
export const hugeRequests = (target: Target): FuzzRequest[] =>
  [
    Buffer.alloc(LARGEST_BYTES, ' '),
    Buffer.from(JSON.stringify({ pad: 'x'.repeat(LARGEST_BYTES) })),
  ].map((body) => ({
    method: 'POST',
    path: target.path.replaceAll('{id}', target.id),
    headers: { 'Content-Type': 'application/json', ...target.headers },
    body,
  }));
