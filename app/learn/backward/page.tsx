// Chapter 3: what the backward pass computes, why it costs about twice the forward pass, and what
// that makes of a training step.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { integer, si, significant } from '@/lib/core/format';
import { MANIFEST } from '@/lib/models/manifest';
import { ComputationGraph } from '../_figures/computation-graph';
import { Figure } from '../_figures/figure';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { backwardRatio, workload } from '../_parts/facts';
import { parametersBesideEmbeddings } from './language-model';
import { SMALL_NET, smallNetStages } from './small-net';

export const metadata = chapterMetadata('backward');

const NETS = [
  'vgg16-fp32',
  'resnet50-fp32',
  'mobilenet-v2-fp32',
  'vit-b-16-fp32',
  'bert-base-fp32',
] as const;

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
  const gpt2Parameters = parametersBesideEmbeddings();
  const trainingSteps = [...MANIFEST.values()].filter(
    ({ family }) => family === 'Training step',
  ).length;
  return (
    <ChapterPage
      slug="backward"
      sources={['rumelhart1986', 'baurStrassen1983', 'kaplan2020', 'hoffmann2022', 'chen2016']}
    >
      <Prose>
        <p>
          Running a network once, from input to answer, is the forward pass. Training needs more:
          after each answer it must be known in which direction every weight should change. The{' '}
          <Word id="backward">backward pass</Word> finds that out for all weights at once, by
          walking through the layers in reverse <Cite id="rumelhart1986" />.
        </p>
        <p>
          At each layer it computes two things. The gradient of the layer’s input, dX, hands the
          error back to the layer before it. The gradient of its weights, dW, says how to change
          them. For a matrix product Y = X · W these are matrix products themselves, dX = dY · Wᵀ
          and dW = Xᵀ · dY, and each has exactly as many <Word id="mac">MACs</Word> as the forward
          product.
        </p>
      </Prose>
      <Figure
        id="graph"
        finding={`Backward takes ${significant(backward / forward, 3)} times the forward work of this net; it would be 2 if the first layer passed a gradient on.`}
        draw={(width) => <ComputationGraph stages={stages} width={width} />}
        note={`A net with ${SMALL_NET.inputs} inputs, ${SMALL_NET.hidden} hidden units and ${SMALL_NET.outputs} outputs. Numbers are MACs. Nobody needs the gradient of the input, so the first layer has no dX.`}
      >
        <table className="table">
          <TableHead
            columns={['Layer', { number: 'Forward MACs' }, { number: 'dX' }, { number: 'dW' }]}
          />
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
          So backward is twice forward, less what the first layer saves, and a training step costs
          close to three times an inference. That the gradients of <em>all</em> weights together
          cost only a small multiple of what the answer costs is no accident of networks. It holds
          for every calculation made of additions, subtractions, multiplications and divisions{' '}
          <Cite id="baurStrassen1983" />.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead
            columns={[
              'Network',
              { number: 'Forward FLOPs' },
              { number: 'Backward ÷ forward' },
              { number: 'FLOPs of a training step' },
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
        <h2 id="training">From one step to a whole training</h2>
        <p>
          Training repeats the step over the data, so its FLOPs are those of a step times the number
          of steps. For language models there is a rule of thumb: six FLOPs for each token and each{' '}
          <Word id="parameter">parameter</Word> outside the embeddings, two forward and four
          backward <Cite id="kaplan2020" />. Counted exactly, for a text of {TOKENS} tokens,{' '}
          {gpt2.title.split(',')[0]} takes {significant(perToken / gpt2Parameters, 3)}: the rule
          leaves out the attention scores, and the last product, which turns a token into a word.
          (This count has that product for the last token only; training, which needs it for every
          token, takes more.)
        </p>
        <p>
          Does more work in each step make training longer? The step takes longer, yes. But a larger
          network often needs fewer steps to get as far, and for a fixed amount of arithmetic there
          is a best size: neither the smallest network nor the largest <Cite id="hoffmann2022" />.
          FLOPs per step alone do not say how long training takes.
        </p>
        <h2 id="memory">What is not in the count</h2>
        <p>
          Backward needs what forward computed, so every <Word id="activation">activation</Word> is
          kept until its turn comes. One image through {resnet.title} writes and reads{' '}
          {si(resnet.activationBytes, 'B')} of them on the way forward, and a training step keeps
          what was written until backward has used it. Forgetting some of it and computing it again
          saves memory and costs up to one more forward pass <Cite id="chen2016" />: more FLOPs on
          purpose. The optimiser’s own arithmetic, a few operations for each weight, is small beside
          the products.
        </p>
        <p>
          Backward kernels and {trainingSteps} whole training steps are among the{' '}
          <a href="/models">workloads</a> of this site, and can be run like any other.
        </p>
      </Prose>
    </ChapterPage>
  );
}
