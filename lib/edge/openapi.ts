// OpenAPI 3.1 from the same zod schemas that the routes parse with: the document cannot say
// anything else than the code does. 3.1 schemas are JSON Schema 2020-12, so zod's own output is
// used unchanged. What the API is stands as a table in ./api.ts.
import { describedBy, z } from '@/lib/core/zod';

export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: z.ZodType;
}

export interface ApiResponse {
  readonly description: string;
  /** What each header says, by its name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly mediaType?: string;
  /** Absent: the body has no schema (an image), or there is none. */
  readonly schema?: z.ZodType;
}

export interface ApiOperation {
  readonly method: 'get' | 'post' | 'delete';
  /** With parameters in braces: /api/v1/runs/{id}. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly ApiParameter[];
  readonly body?: z.ZodType;
  /** What the body is where it is no JSON but bytes. */
  readonly bytes?: string;
  readonly responses: Readonly<Record<number, ApiResponse>>;
}

type Json = { readonly [key: string]: unknown };

/** What a client sends is zod's input, what it gets its output. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // A list with a check of its own is described by the schema that says the same.
    override: ({ zodSchema, jsonSchema: made }) => {
      const described = describedBy(zodSchema);
      if (described !== null) Object.assign(made, jsonSchema(described, io));
      else if (zodSchema._zod.def.type === 'custom')
        throw new TypeError('nothing describes a custom schema');
    },
  });
  return rest;
}

function contentOf({ mediaType, schema }: ApiResponse): Json | undefined {
  if (schema !== undefined)
    return { [mediaType ?? 'application/json']: { schema: jsonSchema(schema, 'output') } };
  return mediaType === undefined ? undefined : { [mediaType]: {} };
}

function responseObject(response: ApiResponse): Json {
  const { description, headers } = response;
  const content = contentOf(response);
  return {
    description,
    ...(headers !== undefined && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, words]) => [
          name,
          { description: words, schema: { type: 'string' } },
        ]),
      ),
    }),
    ...(content !== undefined && { content }),
  };
}

function operationObject(operation: ApiOperation): Json {
  const { id, summary, description, parameters, body, bytes, responses } = operation;
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && {
      parameters: parameters.map(({ schema, ...rest }) => ({
        ...rest,
        schema: jsonSchema(schema, 'input'),
      })),
    }),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(body, 'input') } },
      },
    }),
    ...(bytes !== undefined && {
      requestBody: {
        required: true,
        description: bytes,
        content: { 'application/octet-stream': {} },
      },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, entry]) => [status, responseObject(entry)]),
    ),
  };
}

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly serverUrl: string;
}

/** Made once: turning every schema into JSON takes tens of milliseconds. */
const PATHS = new WeakMap<readonly ApiOperation[], Json>();

function pathsOf(operations: readonly ApiOperation[]): Json {
  const known = PATHS.get(operations);
  if (known !== undefined) return known;
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: operationObject(operation),
    };
  }
  PATHS.set(operations, paths);
  return paths;
}

/** The OpenAPI 3.1 document of these operations. */
export function openApiDocument(info: ApiInfo, operations: readonly ApiOperation[]): Json {
  const { serverUrl, ...described } = info;
  return {
    openapi: '3.1.0',
    info: { ...described, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: serverUrl }],
    paths: pathsOf(operations),
  };
}
