import { OPERATIONS } from '@/lib/edge/api';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { openApiDocument } from '@/lib/edge/openapi';
import { json } from '@/lib/edge/respond';
import packageJson from '@/package.json';

export const runtime = 'edge';

/** The API in OpenAPI 3.1, made from the schemas that the routes parse with. */
export function GET(request: Request): Response {
  const document = openApiDocument(
    {
      title: 'Flopmark',
      version: packageJson.version,
      description: 'What neural networks get out of hardware, measured in the browser. Data: CC0-1.0.',
      serverUrl: new URL(request.url).origin,
    },
    OPERATIONS,
  );
  return json(document, { open: true, cache: cacheControl(CACHE_POLICIES.page) });
}
