// Chapter 8: depthwise designs, what they save in FLOPs and what in time.
import { EmptyState } from '@/app/_components/empty-state';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { WorkAndTimeFigure, workAndTime } from '@/app/work-and-time';
import { integer, si, significant } from '@/lib/core/format';
import { database } from '@/lib/db/client';
import { keepingReads } from '@/lib/db/kept-reads';
import { Bars } from '../_figures/bars';
import { Figure } from '../_figures/figure';
import { MeasureHere } from '../_measure/measure-here';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { BOARD_KEPT_MS, intensityOf, workload } from '../_parts/facts';

export const metadata = chapterMetadata('efficient-networks');

/** A layer of the kind that fills a network for images. */
const LAYER = { channels: 128, extent: 28, kernel: 3 } as const;

const NETS = [
  'resnet50-fp32',
  'efficientnet-b0-fp32',
  'mobilenet-v2-fp32',
  'shufflenet-v2-x1-0-fp32',
  'mobilenet-v3-small-fp32',
] as const;

const measured = keepingReads(BOARD_KEPT_MS, workAndTime);

export default async function EfficientNetworksPage() {
  const points = await measured(database());
  const { channels, extent, kernel } = LAYER;
  const positions = extent * extent;
  const dense = positions * channels * channels * kernel * kernel;
  const depthwise = positions * channels * kernel * kernel;
  const pointwise = positions * channels * channels;
  const parts = [
    { label: 'Dense 3 × 3', value: dense },
    { label: 'Depthwise 3 × 3', value: depthwise },
    { label: 'Pointwise 1 × 1', value: pointwise },
  ];
  const nets = NETS.map(workload);
  const [resnet] = nets;
  return (
    <ChapterPage
      slug="efficient-networks"
      sources={['chollet2017', 'howard2017', 'sandler2018', 'ma2018', 'dehghani2021', 'lavin2016']}
    >
      <Prose>
        <p>
          A dense convolution mixes neighbours and channels in one go. Split that into two steps and
          most of the work is gone: first one small kernel for each channel, which looks at
          neighbours only (depthwise), then a 1 × 1 convolution, which looks at channels only
          (pointwise) <Cite id="chollet2017" />. MobileNets are built from such pairs{' '}
          <Cite id="howard2017" /> <Cite id="sandler2018" />.
        </p>
      </Prose>
      <Figure
        id="separable"
        finding={`A dense layer with ${channels} channels takes ${significant(dense / (depthwise + pointwise), 2)} times the multiply-accumulates of the two steps.`}
        draw={(width) => (
          <Bars
            width={width}
            label={parts.map(({ label, value }) => `${label}: ${si(value, 'MACs')}`).join('; ')}
            bars={parts.map(({ label, value }) => ({ label, value, text: si(value, '') }))}
          />
        )}
        note={`MACs of one layer with ${channels} channels in and out on a ${extent} × ${extent} image.`}
      >
        <table className="table">
          <TableHead columns={['Layer', { number: 'MACs' }]} />
          <tbody>
            {parts.map(({ label, value }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="numeric">{integer(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <h2 id="catch">The catch</h2>
        <p>
          The depthwise step has hardly any FLOPs left, yet it still reads and writes the whole
          image. Its <Word id="intensity">intensity</Word> is low, so{' '}
          <Word id="bandwidth">bandwidth</Word> sets its time, not arithmetic. As long as the bytes
          stay the same, a tenth of the FLOPs does not mean a tenth of the time.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead
            columns={[
              'Network',
              { number: 'FLOPs' },
              { number: 'ResNet-50, times as many' },
              { number: 'FLOPs per byte' },
            ]}
          />
          <tbody>
            {nets.map((net) => (
              <tr key={net.id}>
                <th scope="row">
                  <a className="link" href={`/models/${net.id}`}>
                    {net.title}
                  </a>
                </th>
                <td className="numeric">{si(net.flops, '')}</td>
                <td className="numeric">
                  {significant((resnet?.flops ?? 0) / net.flops, 2)}&thinsp;×
                </td>
                <td className="numeric">{significant(intensityOf(net), 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <MeasureHere id="depthwise" />
      <Prose>
        <h2 id="time">FLOPs against time</h2>
        <p>
          Set every network’s FLOPs against its measured time and you see how much the count
          explains, and how much it does not.
        </p>
      </Prose>
      <div className="my-8">
        {points.length === 0 ? (
          <EmptyState
            title="Needs results of two networks"
            action={
              <a href="/run" className="button-quiet">
                Run on this device
              </a>
            }
          >
            The figure is drawn from the board.
          </EmptyState>
        ) : (
          <WorkAndTimeFigure points={points} />
        )}
      </div>
      <Prose>
        <p>
          This has been said before, and is often forgotten. ShuffleNet V2 was designed for time,
          not for FLOPs, after its authors had measured what the count leaves out: memory traffic,
          how parallel the work is, and into how many pieces it falls <Cite id="ma2018" />. A study
          of efficiency numbers found that the ranking of networks can reverse with the number that
          is chosen <Cite id="dehghani2021" />.
        </p>
        <p>
          It goes the other way, too: a runtime may do fewer operations than the definition asks
          for. Winograd’s algorithm, in its simplest form, divides the multiplications of a 3 × 3
          convolution by 2.25 <Cite id="lavin2016" />. The count remains that of the definition, so
          a rate can look too good to be true and still be honest.
        </p>
      </Prose>
    </ChapterPage>
  );
}
