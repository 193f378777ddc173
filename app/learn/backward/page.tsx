// Chapter 3: what the backward pass computes, why it costs about twice the forward pass, and what
// that makes of a training step.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer, si, significant } from '@/lib/core/format';
import { ComputationGraph } from '../_figures/computation-graph';
import { Figure } from '../_figures/figure';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { backwardRatio, workload } from '../_parts/facts';
import { Word } from '../_parts/word';
import { SMALL_NET, smallNetStages } from './small-net';

export const metadata = chapterMetadata('backward');

const NETS = ['vgg16-fp32', 'resnet50-fp32', 'mobilenet-v2-fp32', 'vit-b-16-fp32', 'bert-base-fp32'] as const;

/** Tokens that the prefill workload of GPT-2 reads, from its name. */
const TOKENS = 128;

export default function BackwardPage() {
  const stages = smallNetStages();
  const nets = NETS.map(workload);
  const resnet = workload('resnet50-fp32');
  const gpt2 = workload('gpt2-prefill128-fp32');
  const total = (pick: (stage: (typeof stages)[number]) => number): number =>
    stages.reduce((sum, stage) => sum + pick(stage), 0);
  const forward = total(({ forwardMacs }) => forwardMacs);
  const backward = total(({ inputMacs, weightMacs }) => inputMacs + weightMacs);
  const perToken = (2 * (gpt2.macs + gpt2.backwardMacs)) / TOKENS;
  return (
    <ChapterPage
      slug="backward"
      sources={['rumelhart1986', 'baurStrassen1983', 'kaplan2020', 'hoffmann2022', 'chen2016']}
    >
      <Prose>
        <p>
          Running a network once, input to answer, is the forward pass. Training needs more: after each answer every
          weight must learn in which direction to change. The <Word id="backward">backward pass</Word> finds that out
          for all weights at once, by walking through the layers in reverse <Cite id="rumelhart1986" />.
        </p>
        <p>
          At each layer it computes two things. The gradient of the layer’s input, dX, passes the error on to the layer
          before. The gradient of its weights, dW, says how to change them. For a matrix product Y = X · W these are
          matrix products themselves, dX = dY · Wᵀ and dW = Xᵀ · dY, and each has exactly as many{' '}
          <Word id="mac">MACs</Word> as the forward product.
        </p>
      </Prose>
      <Figure
        id="graph"
        finding={`Backward takes ${significant(backward / forward, 3)} times the forward work of this net; it would be 2 if the first layer passed a gradient on.`}
        draw={(width) => <ComputationGraph stages={stages} width={width} />}
        note={`A net with ${SMALL_NET.inputs} inputs, ${SMALL_NET.hidden} hidden units and ${SMALL_NET.outputs} outputs. Numbers are MACs. Nobody needs the gradient of the image, so the first layer has no dX.`}
      >
        <table className="table">
          <TableHead columns={['Layer', { number: 'Forward MACs' }, { number: 'dX' }, { number: 'dW' }]} />
          <tbody>
            {stages.map(({ name, forwardMacs, inputMacs, weightMacs }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="numeric">{integer(forwardMacs)}</td>
                <td className="numeric">{integer(inputMacs)}</td>
                <td className="numeric">{integer(weightMacs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <p>
          So backward is twice forward, less what the first layer saves, and a training step is close to three times an
          inference. That the gradient of <em>everything</em> costs only a small multiple of computing the answer is no
          accident of networks; it holds for every calculation made of elementary steps <Cite id="baurStrassen1983" />.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead
            columns={[
              'Network',
              { number: 'Forward FLOPs' },
              { number: 'Backward ÷ forward' },
              { number: 'Training step' },
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
                <td className="numeric">{significant(backwardRatio(net), 4)}</td>
                <td className="numeric">{si(2 * (net.macs + net.backwardMacs), '')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Prose>
        <h2 id="training">From a step to a training</h2>
        <p>
          Training repeats the step over the data, so its FLOPs are those of a step times the number of steps. For
          language models there is a rule of thumb: six FLOPs for each <Word id="parameter">parameter</Word> and each
          token, two forward and four backward <Cite id="kaplan2020" />. Counted exactly, {gpt2.title.split(',')[0]}{' '}
          takes {significant(perToken / gpt2.params, 3)} for each parameter and token: the rule counts the embedding as
          if it were multiplied for every token and leaves the attention scores out, while this workload needs the
          embedding once, for the last token.
        </p>
        <p>
          Does more work a step make training longer? A step takes longer, yes. But a larger network often needs fewer
          steps to get as far, and with a fixed amount of arithmetic there is a best size: neither the smallest network
          nor the largest <Cite id="hoffmann2022" />. FLOPs a step alone do not say how long a training takes.
        </p>
        <h2 id="memory">What is not in the count</h2>
        <p>
          Backward needs what forward computed, so every <Word id="activation">activation</Word> is kept until its turn
          comes. One image through {resnet.title} writes and reads {si(resnet.activationBytes, 'B')} of them forward,
          and a training step keeps them all. Forgetting some and computing them again saves memory and adds up to one
          more forward pass <Cite id="chen2016" />: more FLOPs on purpose. The optimiser’s own arithmetic, a few
          operations for each weight, is small beside the products.
        </p>
        <p>
          Backward kernels and four whole training steps are among the <a href="/models">workloads</a> of this site, and
          can be run like any other.
        </p>
      </Prose>
    </ChapterPage>
  );
}
