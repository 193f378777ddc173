import { database } from '@/lib/db/client';
import { readJsonBytes } from '@/lib/edge/body';
import { PREDICT_BYTES, predictionAnswer, questionOf } from '@/lib/edge/prediction';
import { foundJson, openRead } from '@/lib/edge/read';

export { openQuestionPreflight as OPTIONS } from '@/lib/edge/read';

export const runtime = 'edge';

/**
 * The board's devices ranked for a graph that is sent in extents. Counted before its body is read.
 */
export const POST = (request: Request): Promise<Response> =>
  openRead(request, 'predict', async () => {
    const bytes = await readJsonBytes(request, PREDICT_BYTES);
    if (!bytes.ok) return bytes;
    const asked = await questionOf(bytes.value);
    return asked.ok ? foundJson(await predictionAnswer(database(), asked.value)) : asked;
  });
