// People who publish: the same transaction as the site's, into cells that are already full. Timed
// from the moment the run is accepted; its challenge was issued before.
import type { Database } from '@/lib/db/client';
import { setRunState } from '@/lib/db/run-state';
import { storeRun } from '@/lib/db/runs';
import { withdrawRun } from '@/lib/db/withdraw';
import { acceptedRun, type RowOfRun } from '@/scripts/client/accepted-run';
import { LOAD_WORKLOADS } from '../../synth/multiply';

/** What one person publishes; all of it is read again when the person publishes more. */
const RUNS_PER_PERSON = 10;

/** Of the generated runs' devices those that most people have, and the processor beside them. */
const GPUS = [
  'nvidia-geforce-rtx-4070',
  'nvidia-geforce-rtx-3060',
  'nvidia-geforce-rtx-4060',
] as const;

/** A run of each workload on both backends, of one of the devices that all writers share. */
function rowsOfRun(index: number, network: string): RowOfRun[] {
  const gpu = GPUS[index % GPUS.length] ?? GPUS[0];
  const medianMs = 5 + (index % 97) / 10;
  return LOAD_WORKLOADS.flatMap((workload): RowOfRun[] => [
    {
      workload,
      backend: 'wasm',
      threads: 8,
      device: 'cpu-windows-x86-64-16-cores',
      trust: 1,
      medianMs,
      network,
    },
    { workload, backend: 'webgpu', threads: 0, device: gpu, trust: 1, medianMs, network },
  ]);
}

export interface Written {
  readonly times: readonly number[];
  readonly stored: number;
  readonly withdrawn: number;
  /** Anything that reached the caller, deadlocks among it. */
  readonly errors: readonly string[];
}

/**
 * `writers` people at once publish `each` runs; with `changes` every fourth is withdrawn and every
 * fifth hidden.
 */
export async function write(
  db: Database,
  name: string,
  writers: number,
  each: number,
  changes: boolean,
) {
  const times: number[] = [];
  const errors: string[] = [];
  let stored = 0;
  let withdrawn = 0;
  async function one(writer: number, turn: number): Promise<void> {
    const index = turn * writers + writer;
    const id = `${name}-${index}`;
    const submitter = `${name}-person-${writer}-${Math.floor(turn / RUNS_PER_PERSON)}`;
    const accepted = await acceptedRun(db, id, submitter, rowsOfRun(index, submitter));
    const start = performance.now();
    const result = await storeRun(db, id, accepted);
    times.push(performance.now() - start);
    if (!result.ok) throw new Error(result.error.code);
    stored += 1;
    if (changes && turn % 5 === 0) await setRunState(db, id, 'hidden');
    if (changes && turn % 4 === 0) {
      await withdrawRun(db, id, submitter);
      withdrawn += 1;
    }
  }
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let turn = 0; turn < each; turn += 1) {
        await one(writer, turn).catch((error: unknown) => errors.push(String(error)));
      }
    }),
  );
  return { times: times.toSorted((a, b) => a - b), stored, withdrawn, errors } satisfies Written;
}
