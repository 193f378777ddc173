// A sustained measurement: the speed at first, the speed at last, what one keeps of the other, and
// the curve between.
import { BACKEND_FACES } from '@/app/_components/backend-mark';
import { SampleStrip } from '@/app/_components/sample-strip';
import { Section } from '@/app/_components/section';
import { summarise } from '@/lib/bench/stats';
import { type Sustained, sustainedOf } from '@/lib/bench/sustained';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration, percent } from '@/lib/core/format';
import type { StepResult } from '@/lib/runner/run';

export function SustainedResult({ result: { step, report } }: { readonly result: StepResult }) {
  const { outcome } = report;
  if (step.mode !== 'sustained' || outcome.outcome !== 'measured') return null;
  const found = sustainedOf(outcome.samples);
  const where = `${step.entry.title} on ${BACKEND_LABELS[step.backend]}`;
  return (
    <Section id="sustained" title="Sustained" aside={`${where}, ${duration(found.durationMs)}`}>
      <p className="mb-4 max-w-[60ch] text-lg" data-testid="sustained">
        {sentence(found)}
      </p>
      <SampleStrip
        samplesMs={outcome.samples.map(({ elapsedMs, iterations }) => elapsedMs / iterations)}
        medianMs={summarise(outcome.samples).timeMs}
        intervalMs={null}
        label={`${where}, sustained`}
        colour={BACKEND_FACES[step.backend].colour}
      />
    </Section>
  );
}

function sentence({ burstMs, lastMs, stability }: Sustained): string {
  const times = `${duration(burstMs)} at first, ${duration(lastMs)} at last`;
  return `${times}: it keeps ${percent(stability)} of its first speed.`;
}
