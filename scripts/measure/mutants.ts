// `measure mutants`: whether the tests bite. A seeded sample of small wrongs in the pure folders,
// one at a time; the unit tests that reach a wrong must fail. What survives is printed with its
// line, to become a test or a reason.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '@/lib/core/group';
import { createPrng } from '@/lib/core/prng';
import { defineCommand, type Exit, list, text, whole } from '../command';
import { root } from '../root';
import { filesUnder } from './mutants/files';
import type { Mutant } from './mutants/instrument';
import { mutationsOf } from './mutants/mutations';
import { MutantTests, type TestFile, type Verdict } from './mutants/tests';

const FOLDERS = [
  'core',
  'device',
  'flops',
  'onnx/infer',
  'submission',
  'standings',
  'bench',
  'attest',
].map((name) => `lib/${name}`);
/**
 * Of the tests that reach a mutant, as many as take this long together: the nearest first, then the
 * quickest.
 */
const MOST_MS = 20_000;
const WANTED_SHARE = 0.8;

export const command = defineCommand({
  options: {
    count: whole('N', 'mutants of the sample', 1000),
    seed: whole('N', 'of the draw', 1),
    folders: list('folders that they are drawn from', FOLDERS),
    tests: list('test files that are run, by parts of their paths', ['test/']),
    from: whole('N', 'the first mutant of the sample that is tried', 0, { least: 0 }),
    to: whole('N', 'the first that is not', 1_000_000),
    out: text(
      'FILE',
      'a line of JSON for each that was tried; those that stand there already are not tried again',
    ),
  },
  notes: `One line on stdout for each survivor, then how many were killed, unreached ones counted as survivors.
Takes hours: --from, --to and --out take it in pieces.`,
  exits: { 1: `less than ${100 * WANTED_SHARE} % were killed` },
  run: measureMutants,
});

interface Wanted {
  readonly count: number;
  readonly seed: number;
  readonly folders: readonly string[];
  readonly tests: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly out: string | undefined;
}

interface Placed extends Mutant {
  readonly file: string;
  readonly line: number;
}

interface Tried extends Placed {
  readonly verdict: Verdict | 'unreached';
}

/** The sample: the same for the same seed and the same sources. */
function sampleOf({ count, seed, folders }: Wanted): Placed[] {
  const all = folders.flatMap(filesUnder).flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    return mutationsOf(file, source).map((mutation) => ({
      ...mutation,
      file,
      line: source.slice(0, mutation.start).split('\n').length,
    }));
  });
  const prng = createPrng(seed);
  const drawn = new Set<number>();
  while (drawn.size < Math.min(count, all.length)) drawn.add(prng.below(all.length));
  return [...drawn].flatMap((index, id) => {
    const mutation = all[index];
    return mutation === undefined ? [] : [{ ...mutation, id }];
  });
}

async function measureMutants(wanted: Wanted): Promise<Exit> {
  const sample = sampleOf(wanted);
  const byFile = groupBy(sample, ({ file }) => file);
  const known = wanted.out !== undefined && existsSync(wanted.out) ? readTried(wanted.out) : [];
  const tried = new Map(known.map((one) => [one.id, one]));
  const tests = new MutantTests(byFile, wanted.tests);
  try {
    const files = await tests.reach();
    for (const mutant of sample.slice(wanted.from, wanted.to)) {
      if (tried.has(mutant.id)) continue;
      const near = nearest(mutant, files);
      const verdict = near.length === 0 ? 'unreached' : await tests.judge(mutant, near);
      const one: Tried = { ...mutant, verdict };
      tried.set(mutant.id, one);
      if (wanted.out !== undefined) appendFileSync(wanted.out, `${JSON.stringify(one)}\n`);
      console.error(`${mutant.id} ${verdict}: ${wordsOf(one)}`);
    }
  } finally {
    await tests.close();
  }
  const all = [...tried.values()];
  const survivors = all.filter(({ verdict }) => verdict === 'survived' || verdict === 'unreached');
  for (const one of survivors) console.log(`${one.verdict}: ${wordsOf(one)}`);
  const killed = all.length - survivors.length;
  console.log(`${killed} of ${all.length} killed, ${((100 * killed) / all.length).toFixed(1)} %`);
  return killed >= WANTED_SHARE * all.length ? 0 : 1;
}

const wordsOf = ({ file, line, kind }: Placed): string => `${file}:${line} ${kind}`;

const readTried = (path: string): Tried[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Tried);

/**
 * Tests that reach it: those of its own subject first, then the quick ones, until they take long
 * enough.
 */
function nearest({ id, file }: Placed, files: readonly TestFile[]): TestFile[] {
  const subject = `test/${file.split('/')[1]}/`;
  const far = ({ path }: TestFile): number => (path.includes(subject) ? 0 : 1);
  let ms = 0;
  return files
    .filter(({ reaches }) => reaches.has(id))
    .toSorted((a, b) => far(a) - far(b) || a.ms - b.ms)
    .filter((one, place) => {
      ms += one.ms;
      return place === 0 || ms <= MOST_MS;
    });
}
