// Which part of the queue is shown, read from the address of /admin and written back to it.
import { type QueueChoice, readQueueCursor } from '@/lib/db/moderation-queue';
import { REPORT_REASONS } from '@/lib/db/schema';
import { ROW_CODES, RUN_CODES, STORED_CODES } from '@/lib/submission/plausibility/rules';
import { RUN_ID } from '@/lib/submission/run-id';

export type Query = Readonly<Record<string, string | string[] | undefined>>;

export const QUEUE_REASONS: readonly string[] = [
  ...RUN_CODES,
  ...STORED_CODES,
  ...ROW_CODES,
  ...REPORT_REASONS,
];

const DEVICE_LENGTH = 80;

/** Whatever it does not know is as if it were not there. */
export function readQueueChoice(query: Query): QueueChoice {
  const one = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const device = one('device').slice(0, DEVICE_LENGTH);
  return {
    reason: QUEUE_REASONS.find((reason) => reason === one('reason')) ?? null,
    device: device === '' || /\p{Cc}/u.test(device) ? null : device,
    network: RUN_ID.test(one('network')) ? one('network') : null,
    after: readQueueCursor(one('after')),
  };
}

/** The address of a choice; `after` as the page before wrote it. */
export function queueHref(
  { reason, device, network }: QueueChoice,
  after: string | null = null,
): string {
  const fields = Object.entries({ reason, device, network, after }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]],
  );
  return fields.length === 0 ? '/admin' : `/admin?${new URLSearchParams(fields)}`;
}
