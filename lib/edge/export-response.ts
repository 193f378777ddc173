// An export as a stream: the query checked, then rows in batches; nothing of it is held but one batch.
import { exportRows } from '../db/export';
import type { Session } from '../db/transaction';
import { COLUMNS } from '../open-data/columns';
import { EXPORT_FORMATS, type ExportFormatId } from '../open-data/format';
import { reject } from '../submission/rejection';
import { exportQuerySchema } from './api-schemas';
import { CACHE_POLICIES, cacheControl } from './cache-policy';
import { problem } from './respond';

export function exportResponse(request: Request, db: Session, format: ExportFormatId): Response {
  const query = exportQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    const [issue] = query.error.issues;
    return problem(reject('invalid-query', `${issue.path.join('.') || 'query'}: ${issue.message}`), { open: true });
  }
  const { workload = null, backend = null, outcome = null, from = null, until = null } = query.data;
  const batches = exportRows(db, { workload, backend, outcome, from, until });
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
