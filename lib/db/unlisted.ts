// Models that runs name and no table has, for whoever keeps the tables: what the reader made of
// each string, how often it came and from how many people. Read from the newest runs that have any.
import { sql } from 'drizzle-orm';
import { nameOfAdapter, nameOfRenderer } from '../device/gpu-name/gpu-name';
import { isProduct } from '../device/gpu-name/products/products';
import { UNLISTED_MODEL } from '../device/gpu-name/slug';
import { storedEnvironmentSchema } from '../submission/schema';
import type { Database } from './client';
import { rowsOf } from './transaction';

const NEWEST_RUNS = 500;

export interface UnlistedModel {
  readonly vendor: string;
  readonly model: string;
  readonly runs: number;
  readonly people: number;
}

/** The models that runs named and no table has, those of most people first. */
export async function unlistedModels(
  db: Database,
  limit: number,
): Promise<readonly UnlistedModel[]> {
  const rows = await rowsOf<{ environment: unknown; submitter: string }>(
    db,
    sql`
    select r.environment, r.submitter from runs r
     where not r.synthetic and r.state <> 'hidden' and exists (
       select from measurements m where m.run = r.id and m.device_slug like ${`%-${UNLISTED_MODEL}`})
     order by r.created_at desc
     limit ${NEWEST_RUNS}`,
  );
  const found = new Map<
    string,
    { vendor: string; model: string; runs: number; people: Set<string> }
  >();
  for (const { environment, submitter } of rows) {
    const parsed = storedEnvironmentSchema.safeParse(environment);
    if (!parsed.success) continue;
    const { webgl, webgpu } = parsed.data;
    const names = [
      ...(webgpu.status === 'available' ? [nameOfAdapter(webgpu)] : []),
      ...(webgl === null ? [] : [nameOfRenderer(webgl.renderer)]),
    ];
    const unlisted = names.filter((name) => name.model !== null && !isProduct(name));
    for (const key of new Set(unlisted.map(({ vendor, model }) => `${vendor ?? ''}\n${model}`))) {
      const [vendor = '', model = ''] = key.split('\n');
      const known = found.get(key) ?? { vendor, model, runs: 0, people: new Set<string>() };
      known.people.add(submitter);
      found.set(key, { ...known, runs: known.runs + 1 });
    }
  }
  return [...found.values()]
    .map(({ people, ...model }) => ({ ...model, people: people.size }))
    .toSorted((a, b) => b.people - a.people || b.runs - a.runs || a.model.localeCompare(b.model))
    .slice(0, limit);
}

/**
 * Writes models as lines for lib/device/gpu-name/products, one for each line of products: what
 * stands before the first number is the line. Whoever adds them has looked each up at its maker.
 */
export function asTableLines(models: readonly UnlistedModel[]): string {
  const lines = models.map(({ vendor, model, runs, people }) => {
    const words = model.split(' ');
    const first = words.findIndex((word) => /\d/.test(word));
    const [line, number] =
      first < 0 ? ['', model] : [words.slice(0, first).join(' '), words.slice(first).join(' ')];
    return `  ${JSON.stringify(line)}: ${JSON.stringify(number)}, // ${vendor}; ${people} people, ${runs} runs`;
  });
  return `${lines.join('\n')}\n`;
}
