// The threads that look for other work on the machine (lib/bench/contention). They sleep while
// something is measured, and live as long as a run, because starting a worker would be work of its
// own.
import type { SpinReading } from '@/lib/bench/contention';
import { within } from './stages';

export class Spinners {
  readonly #workers: Worker[] = [];
  #silent = false;

  /**
   * Spins on `threads` at once. Null where a worker cannot be started or does not answer: then
   * nobody asks again.
   */
  async read(threads: number): Promise<SpinReading | null> {
    if (this.#silent) return null;
    const read = await within('spinning', async () => {
      while (this.#workers.length < threads) this.#workers.push(await started());
      return Promise.all(this.#workers.slice(0, threads).map(ask));
    });
    this.#silent = !read.ok;
    if (!read.ok) return null;
    return {
      spunMs: read.value.reduce((sum, { spunMs }) => sum + spunMs, 0),
      lostMs: read.value.reduce((sum, { lostMs }) => sum + lostMs, 0),
    };
  }

  close(): void {
    for (const worker of this.#workers.splice(0)) worker.terminate();
  }
}

/** Its first reading warms its code and is thrown away. */
async function started(): Promise<Worker> {
  const worker = new Worker(new URL('../../workers/spin.worker.ts', import.meta.url), {
    type: 'module',
  });
  await ask(worker);
  return worker;
}

function ask(worker: Worker): Promise<SpinReading> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SpinReading>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage('spin');
  });
}
