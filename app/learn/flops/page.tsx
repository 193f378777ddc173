// What FLOPs are, how they are counted and what they do not say. Every figure is counted here by the product's own
// counter, from graphs that the product runs.

import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer, significant } from '@/lib/core/format';
import { CONVENTION } from '@/lib/flops/convention';
import { type CountedNet, countedNet } from './figures';
import { LayerCalculator } from './layer-calculator';

export const metadata: Metadata = {
  title: 'FLOPs',
  description:
    'What a FLOP is, how the FLOPs of a neural network are counted, forward and backward, and what they do not say about time.',
};

const NETS = ['vgg16-fp32', 'resnet50-fp32', 'mobilenet-v2-fp32', 'efficientnet-b0-fp32', 'vit-b-16-fp32'] as const;
const KERNELS = [
  'gemm-1024-fp32',
  'conv-3x3-64-56-fp32',
  'conv-1x1-256-64-56-fp32',
  'conv-depthwise-3x3-144-56-fp32',
  'gemv-4096-fp32',
] as const;

function NetTable({ nets }: { nets: readonly CountedNet[] }) {
  return (
    <TableScroll className="mt-6">
      <table className="table">
        <TableHead
          columns={[
            'Network',
            { number: 'Parameters' },
            { number: 'MACs' },
            { number: 'FLOPs' },
            { number: 'Backward ÷ forward' },
          ]}
        />
        <tbody>
          {nets.map(({ id, title, params, macs, flops, backwardRatio }) => (
            <tr key={id}>
              <th scope="row">
                <a className="link" href={`/models/${id}`}>
                  {title}
                </a>
              </th>
              <td className="numeric">{integer(params)}</td>
              <td className="numeric">{integer(macs)}</td>
              <td className="numeric">
                <Quantity value={Number(flops)} unit="FLOPs" prefixed />
              </td>
              <td className="numeric">{significant(backwardRatio, 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function KernelTable({ kernels }: { kernels: readonly CountedNet[] }) {
  return (
    <TableScroll className="mt-6">
      <table className="table">
        <TableHead columns={['Kernel', { number: 'FLOPs' }, { number: 'FLOPs per byte' }]} />
        <tbody>
          {kernels.map(({ id, title, flops, intensity }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td className="numeric">
                <Quantity value={Number(flops)} unit="FLOPs" prefixed />
              </td>
              <td className="numeric">{significant(intensity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

export default async function LearnFlopsPage() {
  const nets = await Promise.all(NETS.map(countedNet));
  const kernels = await Promise.all(KERNELS.map(countedNet));
  const [vgg, resnet, mobilenet] = nets;
  return (
    <>
      <PageHeading eyebrow={`Convention ${CONVENTION}`} title="FLOPs">
        What they are, how they are counted forward and backward, and what they do not say about time.
      </PageHeading>
      <div className="paper">
        <h2 id="words">Four words that look alike</h2>
        <dl>
          <dt>MAC</dt>
          <dd>
            One multiply-accumulate: a product added to a running sum. It is the unit of matrix products and
            convolutions.
          </dd>
          <dt>FLOP, FLOPs</dt>
          <dd>
            A floating-point operation, and their count. A MAC is two: FLOPs = 2 × MACs. Papers often print MACs and
            call them FLOPs; {mobilenet.title} has {integer(mobilenet.macs)} MACs, so{' '}
            <Quantity value={Number(mobilenet.flops)} unit="FLOPs" prefixed />.
          </dd>
          <dt>GFLOPS, TFLOPS</dt>
          <dd>
            A rate: 10⁹ and 10¹² FLOPs <em>per second</em>. A network has FLOPs, a device reaches FLOPS.
          </dd>
          <dt>Other operations</dt>
          <dd>
            Bias, activation, normalisation, softmax, pooling. They are counted too, and kept apart: {resnet.title} has{' '}
            <Quantity value={Number(resnet.otherOps)} unit="" prefixed /> of them beside its{' '}
            <Quantity value={Number(resnet.flops)} unit="FLOPs" prefixed />.
          </dd>
        </dl>

        <h2 id="layers">How a layer is counted</h2>
        <p>
          The count follows from shapes alone. Change a size: the layer is built as a graph and counted in your browser
          by the code that counts every file on <a href="/analyze">Analyze</a>.
        </p>
      </div>
      <div className="my-6">
        <LayerCalculator />
      </div>
      <div className="paper">
        <h3 id="rules">Rules that decide cases</h3>
        <ul>
          <li>The graph as it was exported is counted, not what a runtime makes of it.</li>
          <li>Padding taps count; causal masks are not discounted; data movement is 0.</li>
          <li>
            A transposed convolution counts by its input&rsquo;s extent, a grouped one divides by its groups once.
          </li>
          <li>Quantised products have the same count, named integer operations.</li>
          <li>What cannot be resolved is unknown, is listed with its reason, and lowers a stated coverage.</li>
        </ul>

        <h2 id="networks">Networks</h2>
        <p>
          {vgg.title} does {significant(Number(vgg.flops) / Number(mobilenet.flops))} times the work of{' '}
          {mobilenet.title} with {significant(vgg.params / mobilenet.params)} times the parameters. The two ratios
          differ, because a parameter of a convolution is used at every position, and one of a linear layer once.
        </p>
      </div>
      <NetTable nets={nets} />
      <div className="paper mt-8">
        <h2 id="backward">Backward</h2>
        <p>
          Training also needs gradients: of the activations, to pass the error on, and of the weights, to change them.
          Each costs what the forward product costs, so a backward pass is 2 × forward, less what the first layer saves:
          nobody needs the gradient of an image. That is why the last column stays just below 2. A training step is
          forward and backward together: {resnet.title} needs{' '}
          <Quantity value={2 * (Number(resnet.macs) + Number(resnet.backwardMacs))} unit="FLOPs" prefixed /> an image.
        </p>

        <h2 id="time">Why fewer FLOPs are not always less time</h2>
        <p>
          A device has two limits: how many operations it computes in a second, and how many bytes it moves. A kernel
          with few FLOPs per byte waits for memory however fast the arithmetic is. This is the roofline; each device
          page draws it with ceilings measured on that device.
        </p>
      </div>
      <KernelTable kernels={kernels} />
      <div className="paper mt-8">
        <ul>
          <li>
            <strong>CPU, GPU, accelerator.</strong> A CPU has few wide units near large caches, a GPU thousands of units
            behind fast memory, an accelerator fixed matrix units for low precision. The more parallel the device, the
            larger a kernel must be before it pays; small networks spend their time on dispatch.
          </li>
          <li>
            <strong>Quantisation and reduced precision</strong> leave the count as it is and halve or quarter the bytes.
            They save time where bytes are the limit, or where the hardware has units for them.
          </li>
          <li>
            <strong>Pruning</strong> saves time when whole channels go; scattered zeros are multiplied all the same.
          </li>
          <li>
            <strong>Efficient designs</strong> such as depthwise convolutions cut FLOPs more than bytes, so their
            intensity falls, and time falls less than FLOPs do.
          </li>
        </ul>
        <p>
          What all this does to time on real devices is on the <a href="/">board</a>; how the time is taken, on{' '}
          <a href="/methodology">Methodology</a>.
        </p>
      </div>
    </>
  );
}
