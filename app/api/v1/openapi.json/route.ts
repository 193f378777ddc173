import { settings } from '@/lib/config/current';
import { OPERATIONS } from '@/lib/edge/api';
import { openApiDocument } from '@/lib/edge/openapi';
import { foundJson, openRead } from '@/lib/edge/read';
import packageJson from '@/package.json';

export { openPreflight as OPTIONS } from '@/lib/edge/read';

export const runtime = 'edge';

/** The API in OpenAPI 3.1, made from the schemas that the routes parse with. */
export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', async () =>
    foundJson(
      openApiDocument(
        {
          title: 'Flopmark',
          version: packageJson.version,
          description:
            'What neural networks get out of hardware, measured in the browser. Data: CC0-1.0.',
          serverUrl: settings().origin,
        },
        OPERATIONS,
      ),
    ),
  );
