// Chapter 1: MAC, FLOP, FLOPs and FLOPS, why published numbers differ by two, and what a count is
// not.
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { Word } from '@/app/_components/word';
import { integer, si, significant } from '@/lib/core/format';
import { Bars } from '../_figures/bars';
import { DotProduct, dotProduct } from '../_figures/dot-product';
import { Figure } from '../_figures/figure';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { workload } from '../_parts/facts';

export const metadata = chapterMetadata('what-a-flop-is');

const INPUTS = [2, -1, 3, 4];
const WEIGHTS = [5, 2, 1, -2];

export default function WhatAFlopIsPage() {
  const mobilenet = workload('mobilenet-v2-fp32');
  const resnet = workload('resnet50-fp32');
  const bert = workload('bert-base-fp32');
  const minilm = workload('minilm-l6-fp32');
  const counts = [
    { label: 'MACs, as the paper counts (“multiply-adds”)', value: mobilenet.macs },
    { label: 'FLOPs, two for each MAC', value: mobilenet.flops },
    { label: 'Other operations, kept apart', value: mobilenet.otherOps },
  ];
  return (
    <ChapterPage slug="what-a-flop-is" sources={['sandler2018', 'he2015', 'onnx', 'horowitz2014']}>
      <Prose>
        <p>
          A neural network turns numbers into other numbers, and nearly all of that work is one
          small step, repeated very often: multiply an input by a <Word id="weight">weight</Word>{' '}
          and add the product to a running sum. A matrix product is made of such steps, and so is a
          convolution, an attention layer or a recurrent cell.
        </p>
      </Prose>
      <Figure
        id="dot-product"
        finding={`One output of a linear layer with ${INPUTS.length} inputs takes ${INPUTS.length} multiply-accumulates, so ${2 * INPUTS.length} FLOPs.`}
        draw={(width) => <DotProduct inputs={INPUTS} weights={WEIGHTS} width={width} />}
      >
        <table className="table">
          <TableHead columns={[{ number: 'Input' }, { number: 'Weight' }, { number: 'Product' }]} />
          <tbody>
            {INPUTS.map((input, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the terms of a sum have no other name
              <tr key={i}>
                <td className="numeric">{input}</td>
                <td className="numeric">{WEIGHTS[i]}</td>
                <td className="numeric">{input * (WEIGHTS[i] ?? 0)}</td>
              </tr>
            ))}
            <tr>
              <td />
              <td className="numeric">sum</td>
              <td className="numeric">{dotProduct(INPUTS, WEIGHTS)}</td>
            </tr>
          </tbody>
        </table>
      </Figure>
      <Prose>
        <h2 id="words">Four words that look alike</h2>
        <ul>
          <li>
            A <Word id="mac">MAC</Word> is one multiply-accumulate.
          </li>
          <li>
            A <Word id="flop">FLOP</Word> is one floating-point operation: an addition, a
            subtraction, a multiplication or a division. A MAC is two of them.
          </li>
          <li>
            <strong>FLOPs</strong>, with a small s, are a count: how much work there is. Here they
            are twice the MACs of matrix products and convolutions.
          </li>
          <li>
            <Word id="flops-rate">FLOPS</Word>, with a capital S, are a rate: operations per second.
            GFLOPS are 10⁹ of them, TFLOPS 10¹². A network has FLOPs, a device reaches FLOPS.
          </li>
        </ul>
        <p>
          Beware of “GFlops”: some papers mean 10⁹ operations by it, others 10⁹ operations per
          second. Only the context tells.
        </p>

        <h2 id="two">Why two papers differ by a factor of two</h2>
        <p>
          Many papers count MACs and call them FLOPs, “multiply-adds” or “MAdds”. The MobileNetV2
          paper gives 300 million <Cite id="sandler2018" />. Counted here, the network has{' '}
          {integer(mobilenet.macs)} MACs. Both are right; only the name differs. The ResNet-50 paper
          says 3.8 · 10⁹ “FLOPs (multiply-adds)” <Cite id="he2015" />, while the version that
          everybody runs today halves the image one layer later in each stage after the first and
          has {significant(resnet.macs / 1e9)} · 10⁹. Before you compare published numbers, ask
          three things: MACs or FLOPs, which variant, which input size.
        </p>
      </Prose>
      <Figure
        id="three-numbers"
        finding="MobileNetV2 on one image: one network has three honest numbers."
        draw={(width) => (
          <Bars
            width={width}
            label={counts.map(({ label, value }) => `${label}: ${si(value, '')}`).join('; ')}
            bars={counts.map(({ label, value }) => ({ label, value, text: si(value, '') }))}
          />
        )}
        note="Other operations are bias, activation functions, normalisation, softmax and pooling. They are counted by published rules and never mixed into the FLOPs."
      >
        <table className="table">
          <TableHead columns={['What', { number: 'Count' }]} />
          <tbody>
            {counts.map(({ label, value }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="numeric">{integer(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <h2 id="use">What a count is good for</h2>
        <p>
          A count follows from the graph of a network alone: from its shapes and its operators, as
          their specification defines them <Cite id="onnx" />. It needs no device, no weights and no
          data; it is exact, and the same for everybody. That makes it the common ground on which
          architectures are compared, hardware is chosen, and budgets are set before anything runs.
        </p>
        <h2 id="not">What a count is not</h2>
        <ul>
          <li>
            <strong>Not time.</strong> Time also depends on bytes, on how well the work fits the
            processor, and on what it costs to start it. Chapters 4 to 9 are about that.
          </li>
          <li>
            <strong>Not size.</strong> {bert.title} has{' '}
            {significant(bert.params / minilm.params, 2)} times the{' '}
            <Word id="parameter">parameters</Word> of {minilm.title} and does{' '}
            {significant(bert.flops / minilm.flops, 2)} times its FLOPs: an embedding table has many
            parameters and does no arithmetic.
          </li>
          <li>
            <strong>Not energy.</strong> Fetching a number from memory can cost far more energy than
            multiplying it <Cite id="horowitz2014" />.
          </li>
          <li>
            <strong>Not quality.</strong> What a network knows is in its weights, and the count does
            not look at them.
          </li>
        </ul>
        <p>
          So a count is the right answer to “how much arithmetic?”, and the wrong answer to “how
          fast?”. {resnet.title} does <Quantity value={resnet.flops} unit="FLOPs" prefixed /> for
          one image on any device; how long that takes is what this site measures.
        </p>
      </Prose>
    </ChapterPage>
  );
}
