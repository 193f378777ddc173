// An export as a stream: the query checked, then rows in batches; nothing of it is held but one
// batch. Its routes run on Node: on the edge the driver decodes text letter by letter, which took
// half of the time of an export.
import { isDemo } from '../config/current';
import { ok, type Result } from '../core/result';
import { exportRows, exportVersion } from '../db/export';
import type { Session } from '../db/transaction';
import { COLUMNS } from '../open-data/columns';
import { EXPORT_FORMATS, type ExportFormatId } from '../open-data/format';
import type { Rejection } from '../submission/rejection';
import { exportQuerySchema } from './api-schemas';
import { etagOf } from './etag';
import { type Found, readQuery } from './read';

/**
 * Batches of all exports of this process are read one after the other: however many there are, a
 * board waits for one.
 */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(read: () => Promise<T>): Promise<T> {
  const own = turn.then(read, read);
  turn = own.catch(() => undefined);
  return own;
}

/**
 * Answers an export as a stream of rows that the query's filters select, or says what is wrong with
 * them.
 */
export async function findExport(
  request: Request,
  db: Session,
  format: ExportFormatId,
): Promise<Result<Found, Rejection>> {
  const query = readQuery(request, exportQuerySchema);
  if (!query.ok) return query;
  const {
    workload = null,
    backend = null,
    outcome = null,
    from = null,
    until = null,
  } = query.value;
  const wanted = { workload, backend, outcome, from, until };
  const { header, row, mediaType } = EXPORT_FORMATS[format];
  const version = JSON.stringify([format, COLUMNS, wanted, await exportVersion(db)]);
  const batches = exportRows(db, wanted);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(header(COLUMNS))),
    pull: async (controller) => {
      const batch = await inTurn(() => batches.next());
      if (batch.done === true) controller.close();
      else controller.enqueue(encoder.encode(batch.value.map((one) => row(COLUMNS, one)).join('')));
    },
    cancel: async () => {
      await batches.return(undefined);
    },
  });
  return ok({
    body,
    type: mediaType,
    // Weak: what is withdrawn while it streams is in none of the batches that follow.
    etag: `W/${await etagOf(version)}`,
    headers: {
      'Content-Disposition': `attachment; filename="${isDemo() ? 'flopmark-example-data' : 'flopmark-measurements'}.${format}"`,
      Link: '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"',
    },
  });
}
