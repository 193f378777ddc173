// Chapter 7: which zeros save time, and what structured pruning takes out of a network.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { percent, si } from '@/lib/core/format';
import { Figure } from '../_figures/figure';
import { MASK_SIZE, PruningMasks } from '../_figures/pruning-masks';
import { MeasureHere } from '../_measure/measure-here';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { workload } from '../_parts/facts';

export const metadata = chapterMetadata('pruning');

const STEPS = [
  ['resnet50-fp32', 'none'],
  ['resnet50-pruned30-fp32', '30 %'],
  ['resnet50-pruned50-fp32', '50 %'],
  ['resnet50-pruned70-fp32', '70 %'],
] as const;

export default function PruningPage() {
  const steps = STEPS.map(([id, pruned]) => ({ pruned, entry: workload(id) }));
  const [whole] = steps;
  const half = workload('resnet50-pruned50-fp32');
  const share = (value: number, of: number | undefined): string =>
    of === undefined ? '—' : percent(value / of);
  return (
    <ChapterPage slug="pruning" sources={['han2015', 'li2017', 'gale2020', 'mishra2021']}>
      <Prose>
        <p>
          Trained networks hold many <Word id="weight">weights</Word> that hardly matter. In AlexNet
          about nine tenths of them could be set to zero; after some more training, the answers were
          as good as before <Cite id="han2015" />. A product with zero is zero: surely it can be
          left out?
        </p>
        <p>
          It can be left out of the <em>file</em>. Leaving it out of the <em>time</em> is another
          matter. A processor multiplies whole rows of numbers at once. A zero in the middle of a
          row is multiplied like any other number, and looking for it would take longer than
          multiplying it.
        </p>
      </Prose>
      <Figure
        id="masks"
        finding="Half of the weights are gone on both sides. Only on the right is there less to multiply."
        draw={(width) => <PruningMasks width={width} />}
        note="Left: half of the weights, drawn at random, are zero. Right: half of the output channels are taken out, and the matrix is half as wide."
      >
        <table className="table">
          <TableHead
            columns={['Pruned', 'Matrix that is multiplied', { number: 'MACs for one row' }]}
          />
          <tbody>
            <tr>
              <th scope="row">Nothing, or scattered weights</th>
              <td>
                {MASK_SIZE} × {MASK_SIZE}
              </td>
              <td className="numeric">{MASK_SIZE ** 2}</td>
            </tr>
            <tr>
              <th scope="row">Half of the channels</th>
              <td>
                {MASK_SIZE} × {MASK_SIZE / 2}
              </td>
              <td className="numeric">{MASK_SIZE ** 2 / 2}</td>
            </tr>
          </tbody>
        </table>
      </Figure>
      <MeasureHere id="zeros" />
      <Prose>
        <h2 id="structured">Whole channels</h2>
        <p>
          Structured pruning takes out whole channels <Cite id="li2017" />. What remains is an
          ordinary, smaller network. And because a channel that is gone is missing both as an output
          of one layer and as an input of the next, a layer that loses half of its inputs and half
          of its outputs loses three quarters of its products. ResNet-50 with half of its channels
          has {share(half.macs, whole?.entry.macs)} of its FLOPs left.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead
            columns={[
              'ResNet-50, channels pruned',
              { number: 'Parameters' },
              { number: 'MACs' },
              { number: 'FLOPs left' },
              { number: 'Activation bytes left' },
            ]}
          />
          <tbody>
            {steps.map(({ pruned, entry }) => (
              <tr key={pruned}>
                <th scope="row">
                  <a className="link" href={`/models/${entry.id}`}>
                    {pruned}
                  </a>
                </th>
                <td className="numeric">{si(entry.params, '')}</td>
                <td className="numeric">{si(entry.macs, '')}</td>
                <td className="numeric">{share(entry.macs, whole?.entry.macs)}</td>
                <td className="numeric">
                  {share(entry.activationBytes, whole?.entry.activationBytes)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Prose>
        <p>
          The last column shows why time falls less than FLOPs do. Products fall with the square of
          the number of channels, <Word id="activation">activations</Word> only with the number
          itself, so more and more of the time goes into moving bytes.{' '}
          <a href="/insights#pruning">Both, measured on the board’s devices</a>
        </p>
        <h2 id="between">Between the two</h2>
        <p>
          Some hardware profits from scattered zeros that keep to a pattern: two of every four
          weights are zero, and the unit skips them <Cite id="mishra2021" />. No browser reaches
          such units today. Special code for scattered zeros exists as well; on GPUs it pays off
          from about seventy per cent zeros, in matrices like those of real networks{' '}
          <Cite id="gale2020" />.
        </p>
        <p>
          So look twice at the claim that pruning “reduces FLOPs”: ask which weights went, and then
          ask for the measured time.
        </p>
      </Prose>
    </ChapterPage>
  );
}
