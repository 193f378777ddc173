// Is a model fast enough for one's own users, on which backend, and what to do where it is not. The
// mix of devices is pasted or chosen; it stays in the browser.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { StartWatch } from '@/app/_components/start-watch';
import { Starting } from '@/app/_components/starting';
import { getBoard } from '@/lib/db/board';
import { database } from '@/lib/db/client';
import { MANIFEST } from '@/lib/models/manifest';
import { chargesOfWorkload } from '@/lib/predict/pinned';
import type { Question } from './choose-desk';
import { PRESETS } from './presets';

export const metadata: Metadata = {
  title: 'Choose',
  description:
    'What share of your users can run a model within a budget of milliseconds, on WASM or WebGPU, and the rule as code to copy.',
};

interface ChoosePageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const DEFAULT_MODEL = 'mobilenet-v2-fp32';
const DEFAULT_BUDGET_MS = 50;
const LONGEST_BUDGET_MS = 60_000;
const MOST_CELLS = 200;

const text = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value : '';

function budgetOf(given: string): number {
  const budget = Number(given);
  return given !== '' && budget > 0 && budget <= LONGEST_BUDGET_MS ? budget : DEFAULT_BUDGET_MS;
}

export default async function ChoosePage({ searchParams }: ChoosePageProps) {
  const query = await searchParams;
  const asked = MANIFEST.get(text(query.model));
  const entry = asked?.kind === 'model' ? asked : MANIFEST.get(DEFAULT_MODEL);
  const preset = PRESETS.find(({ id }) => id === text(query.mix)) ?? null;
  if (entry === undefined) throw new Error(`${DEFAULT_MODEL} is not pinned`);
  const { id, title, version, precision, modelBytes } = entry;
  const board = await getBoard(database(), {
    workload: id,
    version,
    backend: null,
    threads: 'max',
    trust: 1,
    limit: MOST_CELLS,
  });
  const cells = board.rows.map(({ deviceSlug, backend, p50Ms, p90Ms, people }) => ({
    deviceSlug,
    backend,
    p50Ms,
    p90Ms,
    people,
  }));
  const models = [...MANIFEST.values()]
    .filter(({ kind }) => kind === 'model')
    .map((model) => ({ id: model.id, title: `${model.title}, ${model.precision}` }));
  const question: Question = {
    model: {
      id,
      title: `${title}, ${precision}`,
      modelBytes,
      charges: chargesOfWorkload(id) ?? {},
    },
    models,
    cells,
    budgetMs: budgetOf(text(query.budget)),
    preset: preset?.id ?? null,
  };
  return (
    <>
      <PageHeading title="Choose">
        What share of your users can run a model within a budget, on which backend, and the rule for
        your page.
      </PageHeading>
      <div data-choose={JSON.stringify(question)} className="min-h-dvh">
        <Starting does="answers" />
      </div>
      <StartWatch />
    </>
  );
}
