// Talking with the prover's worker: one question at a time, each with the answer that it must have.
import type { FromProver, ToProver } from '@/workers/prove-messages';
import { CANCELLED } from './cancelled';
import { STAGES } from './stages';

type Answer<T extends FromProver['type']> = Extract<FromProver, { readonly type: T }>;

export type Ask = <T extends FromProver['type']>(
  question: ToProver,
  expected: T,
) => Promise<Answer<T>>;

/** What is not the expected answer is an error. */
export function converse(worker: Worker, signal: AbortSignal): Ask {
  return <T extends FromProver['type']>(question: ToProver, expected: T): Promise<Answer<T>> =>
    new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new Error(reason));
      const { limitMs, late } = STAGES.proving;
      const timer = setTimeout(() => fail(late), limitMs);
      const onAbort = (): void => fail(CANCELLED.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      worker.onerror = ({ message }) => {
        done();
        fail(message || 'The prover ended without a message.');
      };
      worker.onmessage = ({ data }: MessageEvent<FromProver>) => {
        done();
        if (data.type === expected) resolve(data as Answer<T>);
        else fail(data.type === 'failed' ? data.reason : `The prover answered '${data.type}'.`);
      };
      if (signal.aborted) return onAbort();
      worker.postMessage(question);
    });
}
