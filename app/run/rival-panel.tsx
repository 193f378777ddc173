// The run to beat, before and after: what it reached, then who was faster in which workload.
import { BackendMark } from '@/app/_components/backend-mark';
import { Quantity } from '@/app/_components/quantity';
import { RatioValue } from '@/app/_components/ratio-value';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import type { MeasurementView } from '@/lib/views/run-view';
import { type Duel, duelsOf, duelWords, type Rival } from './rival';

export function RivalBanner({ rival }: { readonly rival: Rival }) {
  return (
    <p data-testid="rival" className="mb-8 rounded-md border border-grey-2 bg-raised px-5 py-4">
      To beat:{' '}
      <a className="link" href={`/runs/${rival.run}`}>
        {rival.device}
      </a>
      <span className="mt-1 block text-grey-4 text-sm">{rival.words}</span>
    </p>
  );
}

const WINNERS = { mine: 'You', theirs: 'They', nobody: 'Even' } as const satisfies Record<
  Duel['winner'],
  string
>;

interface RivalResultsProps {
  readonly rival: Rival;
  readonly mine: readonly MeasurementView[];
}

export function RivalResults({ rival, mine }: RivalResultsProps) {
  const duels = duelsOf(mine, rival);
  return (
    <Section
      id="duel"
      title="Against the challenge"
      aside="one run against one run, on the same backend"
    >
      <p className="mb-4 max-w-[60ch]" data-testid="duel">
        {duelWords(duels, rival.device)}
      </p>
      {duels.length > 0 && (
        <TableScroll>
          <table className="table">
            <TableHead
              columns={[
                'Workload',
                { number: 'You' },
                { number: 'They' },
                { number: 'Your speed ÷ theirs' },
                'Faster',
              ]}
            />
            <tbody>
              {duels.map((duel) => (
                <tr key={`${duel.title} ${duel.backend}`}>
                  <th scope="row">
                    {duel.title}
                    <span className="block text-grey-4 text-xs">
                      <BackendMark backend={duel.backend} />
                    </span>
                  </th>
                  <td className="numeric">
                    <Quantity value={duel.mineMs / 1000} unit="s" prefixed />
                  </td>
                  <td className="numeric">
                    <Quantity value={duel.theirsMs / 1000} unit="s" prefixed />
                  </td>
                  <td className="numeric">
                    <RatioValue ratio={duel.ratio} unknown="too few samples" />
                  </td>
                  <td>{WINNERS[duel.winner]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Section>
  );
}
