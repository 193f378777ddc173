// Forgeries by whoever has every public file: the outputs of an input that is in none of them (`npm
// run -s flopmark -- golden`) are told without the work. Before each, the same machine tells the
// outputs that native ONNX Runtime really gives, and must be believed: otherwise its refusal would
// say nothing. The server has private inputs of this one workload, which no other forgery and no
// honest device measures.
import type { Sketch } from '@/lib/models/golden';
import { buildWorkload } from '@/lib/models/registry';
import type { Golden } from '@/lib/models/workload';
import { openNative } from '../oracle/native-runtime';
import { goldenOf, sketchOf } from '../zoo/pinning';
import { type Client, newKey } from './client';
import type { Measured } from './device';
import { each, type Forger } from './forger';
import type { Forgeries } from './kinds';
import { workload } from './payload';

export const PRIVATE_WORKLOAD = 'squeezenet1-1-fp32';
/** What makes the server's private inputs, with the site stopped. */
const POOL_COMMAND = `npm run -s flopmark -- golden --only '^${PRIVATE_WORKLOAD}$'`;

const copyOf = (golden: Golden): Omit<Told, 'seed'> => {
  const { projections, samples } = sketchOf(golden);
  return { projections: [...projections], samples: [...samples] };
};

/** What the workload really gives. */
async function outputsOf(seed: number): Promise<Omit<Told, 'seed'>> {
  const native = await openNative(await buildWorkload(PRIVATE_WORKLOAD));
  const outputs = await native.run(workload(PRIVATE_WORKLOAD).inputs, seed);
  await native.close();
  const golden = goldenOf(
    seed,
    outputs.map(({ values }) => values),
  );
  return copyOf(golden);
}

/** Outputs, and the seed under which they are sent. */
type Told = NonNullable<Measured['privateOutput']>;

/**
 * An honest run but for its private outputs, which are what `tell` makes of the seed that was
 * drawn.
 */
async function answer(forger: Forger, tell: (seed: number) => Promise<Told | null>) {
  const { submission, challenge } = await forger.attempt({ workloads: [PRIVATE_WORKLOAD] });
  if (challenge.privateSeed === null)
    throw new Error(`the server has no private inputs: ${POOL_COMMAND}`);
  const told = await tell(challenge.privateSeed);
  return forger.submit(
    told === null ? submission : each(submission, (one) => ({ ...one, privateOutput: told })),
  );
}

const telling =
  (tell: (seed: number) => Promise<Told | null>) =>
  async (forger: Forger): ReturnType<typeof answer> => {
    const honest = await answer(forger, async (seed) => ({ seed, ...(await outputsOf(seed)) }));
    const stored = honest.id === null ? null : await forger.read(honest.id);
    if (stored?.rows[0].outcome !== 'measured')
      throw new Error('the right outputs of a private input were not believed');
    const forged = await answer(forger, tell);
    const believed = forged.id === null ? null : await forger.read(forged.id);
    if (believed?.rows[0].outcome === 'measured')
      throw new Error(`any private outputs are believed: ${POOL_COMMAND}`);
    return forged;
  };

const [pinned] = workload(PRIVATE_WORKLOAD).golden;

const FORGERIES: Forgeries = {
  'private outputs: those of a public input': telling(async (seed) => ({
    ...copyOf(pinned),
    seed,
  })),
  'private outputs: those of a public input, under its own seed': telling(async () => ({
    ...copyOf(pinned),
    seed: pinned.seed,
  })),
  'private outputs: zeros': telling(async (seed) => {
    const { projections, samples } = copyOf(pinned);
    return { seed, projections: projections.map(() => 0), samples: samples.map(() => 0) };
  }),
  'private outputs: those of the seed after it': telling(async (seed) => ({
    ...(await outputsOf(seed + 1)),
    seed,
  })),
  'private outputs: of the size that the public ones have on average': telling(async (seed) => {
    const { golden } = workload(PRIVATE_WORKLOAD);
    const mean = (of: (sketch: Sketch) => readonly number[]): number[] =>
      of(sketchOf(pinned)).map(
        (_, i) => golden.reduce((sum, one) => sum + of(sketchOf(one))[i], 0) / golden.length,
      );
    return {
      seed,
      projections: mean(({ projections }) => projections),
      samples: mean(({ samples }) => samples),
    };
  }),
  'private outputs: left out': telling(async () => null),
};

/** None where the server has no private inputs, which is said. */
export async function forgeriesOfPrivateOutputs(client: Client): Promise<Forgeries> {
  const { privateSeed } = await client.challenge('custom', newKey());
  if (privateSeed !== null) return FORGERIES;
  process.stderr.write(
    `left out: private outputs, of which the server has none (${POOL_COMMAND})\n`,
  );
  return {};
}
