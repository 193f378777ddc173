// What a comparison says, top to bottom: one sentence per pair, ratios by family, every common
// workload.
import { EmptyState } from '@/app/_components/empty-state';
import { intervalWords } from '@/app/_components/ratio-value';
import { Section } from '@/app/_components/section';
import { votersHere } from '@/app/voters';
import { significant } from '@/lib/core/format';
import type { DeviceResults } from '@/lib/db/device-results';
import { inverse, type Ratio } from '@/lib/standings/ratio';
import type { Comparison } from './comparison';
import { FamilyFigure } from './family-figure';
import { WorkloadTable } from './workload-table';

interface ReportProps {
  readonly comparison: Comparison;
  readonly devices: readonly DeviceResults[];
}

export function Report({ comparison, devices }: ReportProps) {
  const { workloads, families, overall } = comparison;
  const names = devices.map(({ name }) => name);
  const [base = '', ...subjects] = names;
  if (workloads.length === 0) {
    return (
      <div className="mt-8">
        <EmptyState title="Nothing in common yet">
          No workload was measured on all of these devices with this backend. Ratios are taken from
          common workloads only.
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <div className="mt-8 max-w-[68ch] space-y-1 text-lg" data-testid="verdict">
        {overall.map((ratio, index) => (
          <Verdict
            key={devices[index + 1]?.slug}
            subject={subjects[index] ?? ''}
            base={base}
            ratio={ratio}
          />
        ))}
        <p className="text-grey-4 text-sm">
          Geometric mean over families of the{' '}
          {workloads.length === 1 ? 'one workload' : `${workloads.length} workloads`} that{' '}
          {devices.length === 2 ? 'both' : 'all'} have.
        </p>
      </div>
      <Section
        id="families"
        title="By kind of work"
        aside="each device on its fastest backend unless one is chosen"
      >
        <FamilyFigure families={families} />
      </Section>
      <Section
        id="workloads"
        title="Common workloads"
        aside={`median over ${votersHere()}; n ${votersHere()}`}
      >
        <WorkloadTable workloads={workloads} names={names} />
      </Section>
    </>
  );
}

/** The faster of the two is the subject of the sentence; neither is where the interval holds 1. */
function Verdict({
  subject,
  base,
  ratio,
}: {
  readonly subject: string;
  readonly base: string;
  readonly ratio: Ratio;
}) {
  const { interval } = ratio;
  if (interval !== null && interval[0] < 1 && interval[1] > 1) {
    return (
      <p>
        No difference beyond the spread between {subject} and {base} ({intervalWords(ratio)}
        &thinsp;×).
      </p>
    );
  }
  const [faster, slower, shown] =
    ratio.value >= 1 ? [subject, base, ratio] : [base, subject, inverse(ratio)];
  return (
    <p>
      {faster} is <span className="number">{significant(shown.value)}&thinsp;×</span> as fast as{' '}
      {slower}
      {shown.interval !== null && (
        <span className="number text-grey-4 text-sm"> ({intervalWords(shown)})</span>
      )}
      .
    </p>
  );
}
