// Chapter 2: how the count of a layer follows from its shapes, where the FLOPs of a network sit,
// and the rules that decide the cases in between.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { integer, percent, si, significant } from '@/lib/core/format';
import { FLOP_CONVENTION } from '@/lib/core/units';
import { Bars } from '../_figures/bars';
import { Figure } from '../_figures/figure';
import { outputExtent, SlidingWindow, slidingMacs } from '../_figures/sliding-window';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { workload } from '../_parts/facts';
import { resnetStages } from './resnet-stages';

export const metadata = chapterMetadata('counting');

const WINDOW = { extent: 7, kernel: 3, stride: 2, padding: 1 } as const;

const FORMULAS = [
  ['Linear', 'rows × in × out'],
  ['Convolution', 'batch × out × height′ × width′ × in ÷ groups × kernel²'],
  ['Transposed convolution', 'batch × in × height × width × out ÷ groups × kernel²'],
  ['Attention', 'batch × (4 × tokens × width² + 2 × tokens² × width)'],
  ['LSTM', 'steps × batch × 4 × hidden × (in + hidden)'],
  ['Norm, softmax, activation, pooling', '0; counted among the other operations'],
  ['Embedding, reshape, transpose, copy', '0; nothing is computed'],
] as const;

const NETS = [
  'vgg16-fp32',
  'resnet50-fp32',
  'mobilenet-v2-fp32',
  'efficientnet-b0-fp32',
  'vit-b-16-fp32',
  'bert-base-fp32',
] as const;

export default function CountingPage() {
  const nets = NETS.map(workload);
  const [vgg, resnet, mobilenet] = nets;
  const stages = resnetStages();
  const macs = stages.reduce((sum, stage) => sum + stage.macs, 0);
  const out = outputExtent(WINDOW);
  const largest = [...stages].sort((a, b) => b.macs - a.macs)[0];
  const last = stages.find(({ name }) => name.startsWith('Stage 4'));
  const first = stages.find(({ name }) => name.startsWith('Stage 1'));
  return (
    <ChapterPage slug="counting" sources={['he2015', 'onnx']}>
      <Prose>
        <p>
          Counting is multiplication: how many outputs are there, and how many{' '}
          <Word id="mac">multiply-accumulates</Word> does each of them take? Both follow from
          shapes. A convolution slides a small kernel over an image. At every position it multiplies
          the inputs that it covers by its weights and adds up the products.
        </p>
      </Prose>
      <Figure
        id="sliding-window"
        finding={`A ${WINDOW.kernel} × ${WINDOW.kernel} kernel with stride ${WINDOW.stride} writes ${out} × ${out} outputs, ${WINDOW.kernel ** 2} multiply-accumulates each: ${slidingMacs(WINDOW)} for one pair of channels.`}
        draw={(width) => <SlidingWindow {...WINDOW} at={[1, 2]} width={width} />}
        note="Padding is grey. Its products are counted although they are products with zero: an implementation may skip them, the definition of the operator does not."
      >
        <table className="table">
          <TableHead columns={['Quantity', { number: 'Value' }]} />
          <tbody>
            <tr>
              <th scope="row">Input extent, and padding on each side</th>
              <td className="numeric">
                {WINDOW.extent}, {WINDOW.padding}
              </td>
            </tr>
            <tr>
              <th scope="row">Output extent</th>
              <td className="numeric">{out}</td>
            </tr>
            <tr>
              <th scope="row">MACs</th>
              <td className="numeric">{slidingMacs(WINDOW)}</td>
            </tr>
          </tbody>
        </table>
      </Figure>
      <Prose>
        <p>
          Each output channel looks at every input channel of its group, so the count in the figure
          is multiplied by the channels in and the channels out, and divided by the number of
          groups. Other layers have formulas of the same kind; a prime marks the output’s sizes. The{' '}
          <a href="/learn/calculator">calculator</a> builds a layer from sizes of your choice and
          counts it.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead columns={['Layer', 'MACs']} />
          <tbody>
            {FORMULAS.map(([layer, formula]) => (
              <tr key={layer}>
                <th scope="row">{layer}</th>
                <td>
                  <code>{formula}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Prose>
        <h2 id="network">Where the FLOPs of a network sit</h2>
        <p>
          A network is the sum of its layers. In ResNet-50 <Cite id="he2015" /> each stage after the
          first halves the height and width of the image and doubles the channels, so a block costs
          about the same in every stage while its weights quadruple.
        </p>
      </Prose>
      <Figure
        id="resnet-stages"
        finding={`The ${si(resnet?.flops, 'FLOPs')} of ResNet-50 are spread over all stages: ${largest?.name.split(',')[0]?.toLowerCase()} has the most, ${percent((largest?.macs ?? 0) / macs)}.`}
        draw={(width) => (
          <Bars
            width={width}
            label={stages
              .map(({ name, macs: own }) => `${name}: ${si(2 * own, 'FLOPs')}`)
              .join('; ')}
            bars={stages.map(({ name, macs: own }) => ({
              label: name,
              value: own,
              text: si(2 * own, ''),
            }))}
          />
        )}
        note={`The parameters are less evenly spread: stage 4 holds ${significant((last?.params ?? 0) / (first?.params ?? 1), 2)} times as many as stage 1.`}
      >
        <table className="table">
          <TableHead
            columns={['Part', { number: 'MACs' }, { number: 'Share' }, { number: 'Parameters' }]}
          />
          <tbody>
            {stages.map(({ name, macs: own, params }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="numeric">{integer(own)}</td>
                <td className="numeric">{percent(own / macs)}</td>
                <td className="numeric">{integer(params)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead
            columns={['Network', { number: 'Parameters' }, { number: 'MACs' }, { number: 'FLOPs' }]}
          />
          <tbody>
            {nets.map(({ id, title, params, macs: own, flops }) => (
              <tr key={id}>
                <th scope="row">
                  <a className="link" href={`/models/${id}`}>
                    {title}
                  </a>
                </th>
                <td className="numeric">{integer(params)}</td>
                <td className="numeric">{integer(own)}</td>
                <td className="numeric">{si(flops, '')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Prose>
        {vgg !== undefined && mobilenet !== undefined && (
          <p>
            {vgg.title} does {significant(vgg.flops / mobilenet.flops)} times the work of{' '}
            {mobilenet.title} with {significant(vgg.params / mobilenet.params)} times the{' '}
            <Word id="parameter">parameters</Word>. The two ratios differ because a weight of a
            convolution is used at every position of the image, and a weight of a linear layer only
            once.
          </p>
        )}
        <h2 id="rules">Rules that decide cases</h2>
        <p>
          Where two people could count differently, a convention decides. This site’s is called{' '}
          <code>{FLOP_CONVENTION}</code>:
        </p>
        <ul>
          <li>The graph is counted as it was exported, not as a runtime rewrites it.</li>{' '}
          <li>Padding counts, causal masks are not discounted, and moving data counts as 0.</li>
          <li>
            A transposed convolution counts by the size of its input. Groups divide the count once.
            A product of broadcast batches counts the batch that results.
          </li>
          <li>
            Quantised products have the same count, called integer operations (their rate is in{' '}
            <Word id="gops">GOPS</Word>).
          </li>
          <li>
            What cannot be resolved is unknown. It is listed with the reason, and the total says “at
            least”.
          </li>
        </ul>
        <p>
          Operators mean what their specification says <Cite id="onnx" />. Your own file is counted
          by the same rules, without leaving your browser, on <a href="/analyze">Analyze</a>.
        </p>
      </Prose>
    </ChapterPage>
  );
}
