// The runs that this browser published, kept here so that their owner finds them again and can take them back.
import { z } from '@/lib/core/zod';
import { RUN_ID } from '@/lib/submission/run-id';

const STORE = 'flopmark.runs';
/** Older ones are forgotten here; they stay published. */
const MOST = 200;

const myRunSchema = z.object({
  id: z.string().regex(RUN_ID),
  publishedAt: z.iso.datetime(),
  /** Of the headline result; runs that were kept before this was have none. */
  device: z.object({ slug: z.string(), name: z.string() }).optional(),
  result: z.string().optional(),
});
export type MyRun = z.infer<typeof myRunSchema>;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** Newest first; what cannot be read is left out. */
export function myRuns(store: Store): MyRun[] {
  try {
    const kept = z.array(z.unknown()).parse(JSON.parse(store.getItem(STORE) ?? '[]'));
    return kept.flatMap((entry) => {
      const run = myRunSchema.safeParse(entry);
      return run.success ? [run.data] : [];
    });
  } catch {
    return [];
  }
}

export function rememberRun(store: Store, run: MyRun): void {
  store.setItem(STORE, JSON.stringify([run, ...myRuns(store).filter(({ id }) => id !== run.id)].slice(0, MOST)));
}

export function forgetRun(store: Store, id: string): void {
  store.setItem(STORE, JSON.stringify(myRuns(store).filter((run) => run.id !== id)));
}
