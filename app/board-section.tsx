// A few rows of one workload's board on the front page, by time or by rate, whichever says
// something about it.

import { leadOf, rateUnitOf } from '@/lib/views/lead';
import { Ranking } from './_components/ranking';
import { Section } from './_components/section';
import type { BoardPreview } from './front-page';

export function BoardSection({ workload, rows }: BoardPreview) {
  const byRate = leadOf(workload) === 'rate';
  const unit = byRate ? rateUnitOf(workload.precision) : 'ms';
  return (
    <Section
      id={workload.id}
      title={
        <a href={`/models/${workload.id}`} className="hover:underline">
          {workload.title}
        </a>
      }
      aside={byRate ? 'median rate, longer is faster' : 'median time, shorter is faster'}
    >
      <Ranking rows={rows} unit={unit} label={`${workload.title}, median in ${unit}`} />
    </Section>
  );
}
