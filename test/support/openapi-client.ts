// A client generated from an OpenAPI document and nothing else: one function per operation, which
// puts parameters where the document says, checks its body before it is sent and every answer when
// it comes against the document's schemas.
import { Ajv2020 } from 'ajv/dist/2020';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
}

type Content = Readonly<Record<string, { readonly schema?: object }>>;

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where the document gives it a schema, else text. */
  readonly body: unknown;
}

export type Call = (
  parameters?: Readonly<Record<string, string>>,
  body?: unknown,
) => Promise<Answer>;

const ajv = new Ajv2020({ strict: false, validateFormats: false });

function check(schema: object, value: unknown, what: string): void {
  if (!ajv.validate(schema, value)) throw new Error(`${what}: ${ajv.errorsText()}`);
}

function operationCall(origin: string, path: string, method: string, operation: Operation): Call {
  const { operationId, parameters = [], requestBody, responses } = operation;
  return async (given = {}, body) => {
    const query = new URLSearchParams();
    let filled = path;
    for (const { name, in: place, required } of parameters) {
      const value = given[name];
      if (value === undefined && required) throw new Error(`${operationId}: ${name} is missing`);
      if (value === undefined) continue;
      if (place === 'path') filled = filled.replace(`{${name}}`, encodeURIComponent(value));
      if (place === 'query') query.set(name, value);
    }
    const unknown = Object.keys(given).filter(
      (name) => !parameters.some((parameter) => parameter.name === name),
    );
    if (unknown.length > 0) throw new Error(`${operationId}: no parameter ${unknown.join(', ')}`);
    const [bodyType, bodyContent] = Object.entries(requestBody?.content ?? {})[0] ?? [];
    if (bodyContent?.schema !== undefined) check(bodyContent.schema, body, `${operationId}, body`);
    const response = await fetch(`${origin}${filled}${query.size > 0 ? `?${query}` : ''}`, {
      method,
      ...(bodyType !== undefined && {
        headers: { 'Content-Type': bodyType },
        body: JSON.stringify(body),
      }),
    });
    const { status, headers } = response;
    const described = responses[status];
    if (described === undefined)
      throw new Error(`${operationId}: status ${status} is not described`);
    const type = headers.get('content-type')?.replace(/;.*$/, '') ?? '';
    const content = described.content?.[type];
    if (described.content !== undefined && content === undefined) {
      throw new Error(`${operationId}: ${type} is not described for ${status}`);
    }
    const text = await response.text();
    if (content?.schema === undefined) return { status, headers, body: text };
    const parsed: unknown = JSON.parse(text);
    check(content.schema, parsed, `${operationId}, answer ${status}`);
    return { status, headers, body: parsed };
  };
}

/** Operations by their operationId. */
export function clientOf(document: OpenApiDocument, origin: string): ReadonlyMap<string, Call> {
  return new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        operation.operationId,
        operationCall(origin, path, method.toUpperCase(), operation),
      ]),
    ),
  );
}
