import { database } from '@/lib/db/client';
import { exportRows } from '@/lib/db/export';
import { exportQuerySchema } from '@/lib/edge/api-schemas';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { problem } from '@/lib/edge/respond';
import { COLUMNS } from '@/lib/open-data/columns';
import { EXPORT_FORMATS, isExportFormat } from '@/lib/open-data/format';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

/** All published measurements as a stream of CSV or NDJSON; nothing of it is held but one batch. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await params;
  const format = file.startsWith('measurements.') ? file.slice('measurements.'.length) : '';
  if (!isExportFormat(format)) {
    return problem(reject('not-found', 'the exports are measurements.csv and measurements.ndjson'), { open: true });
  }
  const query = exportQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    const [issue] = query.error.issues;
    return problem(reject('invalid-query', `${issue.path.join('.') || 'query'}: ${issue.message}`), { open: true });
  }
  const { workload = null, backend = null, outcome = null, from = null, until = null } = query.data;
  const batches = exportRows(database(), { workload, backend, outcome, from, until });
  const { header, row, mediaType } = EXPORT_FORMATS[format];
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(header(COLUMNS))),
    pull: async (controller) => {
      const batch = await batches.next();
      if (batch.done === true) controller.close();
      else controller.enqueue(encoder.encode(batch.value.map((one) => row(COLUMNS, one)).join('')));
    },
    cancel: async () => {
      await batches.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      'Content-Type': mediaType,
      'Content-Disposition': `attachment; filename="flopmark-measurements.${format}"`,
      'Cache-Control': cacheControl(CACHE_POLICIES.page),
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
      Link: '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"',
    },
  });
}
