// The OpenAPI document is valid 3.1, says what the schemas say, and names exactly the routes that
// exist.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '@/lib/edge/api';
import { openApiDocument } from '@/lib/edge/openapi';
import { REJECTIONS } from '@/lib/submission/rejection';
import { runSubmissionSchema } from '@/lib/submission/schema';

const root = resolve(import.meta.dirname, '../..');
const document = openApiDocument(
  { title: 'Flopmark', version: '0.0.0', description: 'test', serverUrl: 'http://localhost' },
  OPERATIONS,
);

/** Routes of app/ as templates: [file] is a badge's file name, which is an id and .svg or .json. */
function routesUnder(folder: string): string[] {
  return readdirSync(join(root, 'app', folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return routesUnder(`${folder}/${entry.name}`);
    // [...rest] answers what no route of the API does.
    if (entry.name !== 'route.ts' || folder.includes('[...')) return [];
    const files = folder.includes('[file]') ? ['{id}.svg', '{id}.json'] : [''];
    return files.map((file) => `/${folder.replace('[file]', file).replace(/\[(\w+)\]/g, '{$1}')}`);
  });
}

describe('openApiDocument', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('names every route of the API, the badges and the cards, and no other', () => {
    const exist = ['api/v1', 'badge', 'embed']
      .flatMap(routesUnder)
      .filter((path) => path !== '/api/v1/openapi.json');
    expect([...new Set(OPERATIONS.map(({ path }) => path))].sort()).toEqual(exist.sort());
  });

  it('describes the body that a submission is parsed with', () => {
    const submit = OPERATIONS.find(({ id }) => id === 'submitRun');
    expect(submit?.body).toBe(runSubmissionSchema);
    const text = JSON.stringify(document);
    expect(text).toContain('"submitterKey"');
  });

  it('names each refusal under its status', () => {
    const described = OPERATIONS.flatMap(({ responses }) =>
      Object.values(responses).map(({ description }) => description),
    );
    for (const code of Object.keys(REJECTIONS))
      expect(described.some((words) => words.includes(code))).toBe(true);
  });
});
