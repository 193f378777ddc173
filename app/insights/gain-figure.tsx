// One figure of gains: marks by backend, "F" where the FLOP count alone would put them, the same as
// a table; or what is still needed, and a run that brings it.
import type { ReactNode } from 'react';
import { BackendMark } from '@/app/_components/backend-mark';
import { Chart } from '@/app/_components/chart';
import { EmptyState } from '@/app/_components/empty-state';
import { RatioValue } from '@/app/_components/ratio-value';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { votersHead } from '@/app/voters';
import { drawRatios, type RatioMark } from '@/lib/charts/ratios';
import { integer, significant } from '@/lib/core/format';
import { FEWEST_DEVICES, type GainSummary } from './summary';

interface GainFigureProps {
  readonly id: string;
  readonly title: string;
  /** What the figure compares and why. */
  readonly children: ReactNode;
  /** "times as fast as fp32". */
  readonly axis: string;
  readonly summary: GainSummary;
  /** Group → how many times fewer FLOPs; empty where the counts are the same. */
  readonly promises?: ReadonlyMap<string, number>;
  /** Workloads whose results are missing. */
  readonly workloads: readonly string[];
}

const NOTHING: ReadonlyMap<string, number> = new Map();

export function GainFigure({
  id,
  title,
  children,
  axis,
  summary,
  promises = NOTHING,
  workloads,
}: GainFigureProps) {
  return (
    <Section id={id} title={title} aside="pairs within one run; each device counts once">
      <div className="mb-5 max-w-[68ch] text-sm">{children}</div>
      {summary.rows.length === 0 ? (
        <Missing mostDevices={summary.mostDevices} workloads={workloads} />
      ) : (
        <Figure axis={axis} summary={summary} promises={promises} />
      )}
    </Section>
  );
}

function Missing({
  mostDevices,
  workloads,
}: {
  readonly mostDevices: number;
  readonly workloads: readonly string[];
}) {
  const href = `/run?${new URLSearchParams({ workloads: workloads.slice(0, 4).join(',') })}`;
  return (
    <EmptyState
      title={`Needs results of ${FEWEST_DEVICES} devices; so far ${mostDevices === 0 ? 'none has them' : integer(mostDevices)}`}
      action={
        <a href={href} className="button-quiet">
          Run these workloads
        </a>
      }
    >
      A pair counts when both were measured in one run on the same backend, and a device where its
      networks agree on what was gained. Fewer devices would say more about one machine than about
      the idea.
    </EmptyState>
  );
}

function Figure({
  axis,
  summary: { rows },
  promises,
}: Required<Pick<GainFigureProps, 'axis' | 'summary' | 'promises'>>) {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const marks = groups.flatMap((group): RatioMark[] => {
    const promise = promises.get(group);
    return [
      ...(promise === undefined ? [] : [{ group, subject: 'F', value: promise, interval: null }]),
      ...rows
        .filter((row) => row.group === group)
        .map(({ backend, ratio }) => ({ group, subject: backend, backend, ...ratio })),
    ];
  });
  const backends = [...new Set(rows.map(({ backend }) => backend))];
  return (
    <Chart
      narrow={drawRatios(marks, axis, 'narrow')}
      wide={drawRatios(marks, axis, 'wide')}
      caption={
        <>
          <span className="mb-1 flex flex-wrap gap-x-4">
            {backends.map((backend) => (
              <BackendMark key={backend} backend={backend} />
            ))}
            {promises.size > 0 && <span>F what the FLOP count promises</span>}
          </span>
          Median over devices with its interval. Accuracy is not measured: weights are seeded.
        </>
      }
    >
      <TableScroll>
        <table className="table">
          <TableHead
            columns={[
              'What',
              'Backend',
              { number: 'As fast' },
              ...(promises.size > 0 ? [{ number: 'Fewer FLOPs' }] : []),
              { number: 'Devices' },
              { number: votersHead() },
            ]}
          />
          <tbody>
            {rows.map(({ group, backend, ratio, devices, networks }) => (
              <tr key={`${group} ${backend}`}>
                <th scope="row">{group}</th>
                <td>
                  <BackendMark backend={backend} />
                </td>
                <td className="numeric">
                  <RatioValue ratio={ratio} />
                </td>
                {promises.size > 0 && (
                  <td className="numeric">
                    {significant(promises.get(group) ?? Number.NaN)}&thinsp;×
                  </td>
                )}
                <td className="numeric">{integer(devices)}</td>
                <td className="numeric">{integer(networks)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Chart>
  );
}
