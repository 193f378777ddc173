// What the board says beyond rankings: whether fewer FLOPs mean less time, what cheaper arithmetic,
// pruning and efficient design gained, and CPU, GPU and accelerator side by side. Every ratio is of
// one device with itself.
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { WorkAndTimeFigure, workAndTime } from '@/app/work-and-time';
import { significant } from '@/lib/core/format';
import { database } from '@/lib/db/client';
import { MANIFEST } from '@/lib/models/manifest';
import { designPairs, type Pair, precisionPairs, promised, pruningPairs } from '@/lib/models/pairs';
import { GainFigure } from './gain-figure';
import { gainsOfAll } from './gains';
import { type Scaling, scalingOf } from './scaling';
import { summariseGains } from './summary';

export const metadata: Metadata = {
  title: 'Insights',
  description:
    'Do fewer FLOPs mean less time? What int8, fp16, pruning and efficient design gain in the browser, measured.',
};

function ScalingWords({ scaling }: { readonly scaling: Scaling }) {
  const { median, lowest, highest, series } = scaling;
  return (
    <p className="mb-5 max-w-[68ch] text-sm">
      A model with half the FLOPs took{' '}
      <span className="number">{significant(0.5 ** median, 2)}&thinsp;×</span> the time: time grew
      with FLOPs to the power of {significant(median, 2)}
      {series > 1 &&
        ` (${significant(lowest, 2)} to ${significant(highest, 2)} between ${series} devices and backends)`}
      . If FLOPs were all that counted, the power would be 1.
    </p>
  );
}

const groupIn = (pairs: readonly Pair[]) => {
  const groups = new Map(
    pairs.map(({ base, variant, group }) => [`${base.id} ${variant.id}`, group]),
  );
  return ({ base, variant }: { readonly base: string; readonly variant: string }): string | null =>
    groups.get(`${base} ${variant}`) ?? null;
};
const promisesOf = (pairs: readonly Pair[]): ReadonlyMap<string, number> =>
  new Map(pairs.map((pair) => [pair.group, promised(pair)]));
const workloadsOf = (pairs: readonly Pair[]): string[] => [
  ...new Set(pairs.flatMap(({ base, variant }) => [base.id, variant.id])),
];

export default async function InsightsPage() {
  await connection();
  const [precision, pruning, design] = [
    precisionPairs(MANIFEST),
    pruningPairs(MANIFEST),
    designPairs(MANIFEST),
  ];
  const [points, { variants, backends }] = await Promise.all([
    workAndTime(database()),
    gainsOfAll(database()),
  ]);
  const scaling = scalingOf(points);
  return (
    <>
      <PageHeading title="Insights">
        What FLOPs do and do not say about time, from the results of this board.{' '}
        <a href="/insights/gains.csv" className="link">
          All pairs as CSV
        </a>
      </PageHeading>
      <Section
        id="work"
        title="Do fewer FLOPs mean less time?"
        aside="models in fp32 on the most measured devices"
      >
        {points.length === 0 ? (
          <EmptyState
            title="Needs results of two models"
            action={
              <a href="/run" className="button-quiet">
                Run on this device
              </a>
            }
          >
            The figure sets the FLOPs of every model against its time.
          </EmptyState>
        ) : (
          <>
            {scaling !== null && <ScalingWords scaling={scaling} />}
            <WorkAndTimeFigure points={points} />
          </>
        )}
      </Section>
      <GainFigure
        id="precision"
        title="What int8, fp16 and int4 bring"
        axis="times as fast as fp32"
        summary={summariseGains(variants, groupIn(precision))}
        workloads={workloadsOf(precision)}
      >
        The same network with cheaper numbers, against itself in fp32. The FLOP count is the same;
        what is saved is bytes, and time where the hardware and the runtime have faster arithmetic
        for them.
      </GainFigure>
      <GainFigure
        id="pruning"
        title="What pruning brings"
        axis="times as fast as the whole network"
        summary={summariseGains(variants, groupIn(pruning))}
        promises={promisesOf(pruning)}
        workloads={workloadsOf(pruning)}
      >
        Whole channels taken out, so that the matrices really get smaller. F marks the share of
        FLOPs that is gone; a mark left of it gained less time than FLOPs.
      </GainFigure>
      <GainFigure
        id="design"
        title="What efficient design brings"
        axis="times as fast as ResNet-50"
        summary={summariseGains(variants, groupIn(design))}
        promises={promisesOf(design)}
        workloads={workloadsOf(design)}
      >
        Networks designed to need fewer FLOPs for the same task, against ResNet-50. Depthwise
        convolutions move many bytes per FLOP, so the time often shrinks less than the count.
      </GainFigure>
      <GainFigure
        id="backends"
        title="CPU, GPU and accelerator"
        axis="times as fast as WASM"
        summary={summariseGains(backends, ({ base }) => MANIFEST.get(base)?.family ?? null)}
        workloads={['gemm-1024-fp32', 'mobilenet-v2-fp32', 'resnet50-fp32']}
      >
        The same workload on WebGPU or WebNN against WASM with all threads of the same machine.{' '}
        <a href="/compare" className="link">
          Compare single devices
        </a>
      </GainFigure>
    </>
  );
}
