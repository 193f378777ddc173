import { database } from '@/lib/db/client';
import { devicePrices, pricesAnswer, pricesQuerySchema } from '@/lib/edge/prediction';
import { foundJson, openRead, readQuery } from '@/lib/edge/read';

export { openPreflight as OPTIONS } from '@/lib/edge/read';

export const runtime = 'edge';

/** What each unit of work costs on the board's devices, from their measured kernels. */
export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', async () => {
    const query = readQuery(request, pricesQuerySchema);
    if (!query.ok) return query;
    return foundJson(pricesAnswer(await devicePrices(database(), query.value)));
  });
